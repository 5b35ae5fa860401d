/** Parts of an ARN: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account, such as `role/ci` or `task/cluster/id`. */
  readonly resource: string;
}

/** Parses an ARN of any partition; undefined if the text is not one. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):([^\s]+)$/.exec(text);
  const [, partition, service, region, account, resource] = match ?? [];
  if (!partition || !service || region === undefined || account === undefined || !resource) return undefined;
  return { partition, service, region, account, resource };
}

/** The last part of a resource, such as the cluster's name in its ARN; a plain name is returned as is. */
export function resourceName(nameOrArn: string): string {
  const resource = parseArn(nameOrArn)?.resource ?? nameOrArn;
  return resource.slice(resource.lastIndexOf('/') + 1);
}
