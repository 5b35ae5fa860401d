import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { authorize } from './access.ts';
import { numberAt, parseBody, textAt } from './body.ts';
import { authenticate } from './ecs.ts';
import type { EcsContext } from './ecs-context.ts';
import { AwsError } from './errors.ts';
import { jsonAnswer, jsonError } from './wire.ts';

/** The maximum that GetLogEvents returns, also its default without `limit`. */
const MAX_EVENTS = 10_000;

/** Answers a request to CloudWatch Logs (awsJson1.1 protocol): only reads of a stream. */
export function handleLogs(context: EcsContext, request: SandboxRequest, operation: string): SandboxAnswer {
  try {
    const principal = authenticate(context, request);
    if (operation !== 'GetLogEvents') {
      throw new AwsError({ code: 'UnknownOperationException', message: `sandbox: logs ${operation} is not modelled` });
    }
    const body = parseBody(request.body);
    const group = textAt(body, 'logGroupName') ?? '';
    const stream = textAt(body, 'logStreamName') ?? '';
    const { partition, region, account } = context.place;
    const resource = `arn:${partition}:logs:${region}:${account}:log-group:${group}:log-stream:${stream}`;
    authorize(principal, { action: 'logs:GetLogEvents', resource, context: {} });
    const streams = context.surroundings.logs.get(group);
    const events = streams?.get(stream);
    if (events === undefined) {
      const what = streams === undefined ? 'log group' : 'log stream';
      throw new AwsError({ code: 'ResourceNotFoundException', message: `The specified ${what} does not exist.` });
    }
    // From the end, unless startFromHead; in their original order.
    const limit = numberAt(body, 'limit') ?? MAX_EVENTS;
    return jsonAnswer({
      events: events.slice(-limit).map(({ at, message }) => ({ timestamp: at, ingestionTime: at, message })),
      nextForwardToken: 'f/0',
      nextBackwardToken: 'b/0',
    });
  } catch (error) {
    if (error instanceof AwsError) return jsonError(error);
    throw error;
  }
}
