import { parseArn, resourceName } from '../../aws/arn.ts';
import { consolePage, encode, encodeTwice } from '../../aws/console.ts';
import type { LogSettings } from './task-definition.ts';

/** A task's page in the console; undefined if it is not known. */
export function taskPage(arn: string, cluster: string): string | undefined {
  const { partition, region } = parseArn(arn) ?? {};
  if (partition === undefined || region === undefined) return undefined;
  const path = `ecs/v2/clusters/${encode(cluster)}/tasks/${encode(resourceName(arn))}/configuration`;
  return consolePage({ partition, region, path });
}

/** The page of the log stream that a task's runner writes; undefined if it is not known. */
export function logPage(arn: string, { container, log }: { container: string; log?: LogSettings }): string | undefined {
  const task = parseArn(arn);
  if (task === undefined || log === undefined) return undefined;
  const group = encodeTwice(log.group);
  const stream = encodeTwice(`${log.prefix}/${container}/${resourceName(arn)}`);
  return consolePage({
    partition: task.partition,
    region: log.region ?? task.region,
    path: 'cloudwatch/home',
    fragment: `logsV2:log-groups/log-group/${group}/log-events/${stream}`,
  });
}
