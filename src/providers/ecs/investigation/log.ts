import type { Container, ContainerDefinition, Task } from '@aws-sdk/client-ecs';
import { resourceName } from '../../../aws/arn.ts';
import type { Finding } from '../../../core/compute.ts';
import { shownLines } from './log-text.ts';
import type { Reads } from './reads.ts';
import type { Subject } from './subject.ts';

/** How many containers' logs are shown at most. */
const LOGS_AT_MOST = 2;

/** How many events are read: an event may be an empty line. */
const EVENTS = 50;

/** Where a container writes its log. */
export interface LogStream {
  readonly container: string;
  readonly region?: string;
  readonly group: string;
  readonly stream: string;
}

/** The streams of containers that started and write to CloudWatch Logs; one that failed comes first. */
export function streamsOf({ task, definition }: Subject): readonly LogStream[] {
  const started = (task?.containers ?? []).filter(
    ({ exitCode }) => exitCode !== undefined || task?.startedAt !== undefined,
  );
  const failedFirst = started.toSorted((a, b) => Number((b.exitCode ?? 0) !== 0) - Number((a.exitCode ?? 0) !== 0));
  return failedFirst
    .flatMap((container) => {
      const settings = definition?.containerDefinitions?.find(({ name }) => name === container.name);
      return task === undefined || settings === undefined ? [] : (streamOf({ task, container, settings }) ?? []);
    })
    .slice(0, LOGS_AT_MOST);
}

function streamOf(options: { task: Task; container: Container; settings: ContainerDefinition }): LogStream | undefined {
  const { task, container, settings } = options;
  const { logDriver, options: log = {} } = settings.logConfiguration ?? {};
  const group = log['awslogs-group'];
  const prefix = log['awslogs-stream-prefix'];
  const name = container.name ?? '';
  // Without a prefix, which only EC2 allows, the stream is named after the container's own id.
  const stream = prefix === undefined ? container.runtimeId : `${prefix}/${name}/${resourceName(task.taskArn ?? '')}`;
  if (logDriver !== 'awslogs' || group === undefined || stream === undefined) return undefined;
  const region = log['awslogs-region'];
  return { container: name, ...(region !== undefined && { region }), group, stream };
}

/** Reads the last lines that a container wrote. */
export async function readLog(log: LogStream, reads: Reads): Promise<readonly Finding[]> {
  const { CloudWatchLogsClient, GetLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = reads.client((config) => new CloudWatchLogsClient(config), log.region);
  const { container, group, stream } = log;
  const where = `log of container ${container} (group ${group}, stream ${stream})`;
  const answer = await reads.read('logs:GetLogEvents', async () => {
    const request = new GetLogEventsCommand({ logGroupName: group, logStreamName: stream, limit: EVENTS });
    try {
      return await client.send(request, { abortSignal: reads.signal });
    } catch (error) {
      // Nothing has been written yet, or the group does not exist.
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return { events: [] };
      throw error;
    }
  });
  if (answer === undefined) return [];
  const lines = shownLines((answer.events ?? []).map(({ message = '' }) => message));
  if (lines.length === 0) return [{ message: `The ${where} is empty.` }];
  return [{ message: [`The end of the ${where}:`, ...lines].join('\n') }];
}
