import { randomBytes } from 'node:crypto';

/** Partition, region and account: common to every ARN of one AWS side. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** ARN of an ECS resource, such as `cluster/runners`. */
export function ecsArn(place: Place, resource: string): string {
  return `arn:${place.partition}:ecs:${place.region}:${place.account}:${resource}`;
}

/** ARN of an IAM resource, such as `role/starter`; IAM has no region. */
export function iamArn(place: Place, resource: string): string {
  return `arn:${place.partition}:iam::${place.account}:${resource}`;
}

/** ARN of a role session. */
export function assumedRoleArn(place: Place, role: string, session: string): string {
  return `arn:${place.partition}:sts::${place.account}:assumed-role/${role}/${session}`;
}

/** `name` of `name` or of `arn:…:<kind>/name`. */
export function nameOf(nameOrArn: string, kind: string): string {
  const marker = `:${kind}/`;
  const at = nameOrArn.startsWith('arn:') ? nameOrArn.indexOf(marker) : -1;
  return at < 0 ? nameOrArn : nameOrArn.slice(at + marker.length);
}

/** 32 hexadecimal digits, like task ids. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}
