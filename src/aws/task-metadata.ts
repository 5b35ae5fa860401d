import { parseArn } from './arn.ts';
import { boundedGet } from './bounded-get.ts';
import { isKnownEndpoint } from './credentials-endpoint.ts';

/** Milliseconds for one answer: the agent is on the same machine. */
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * The region of the task, from the ECS task metadata endpoint. Undefined if the endpoint does not report it: the region
 * is a convenience, not a reason to fail. Only ECS's own addresses and this machine are asked: any process of the job could
 * have named another host.
 * @param metadataUri value of ECS_CONTAINER_METADATA_URI_V4
 */
export async function taskRegion(metadataUri: string): Promise<string | undefined> {
  const url = URL.canParse(`${metadataUri}/task`) ? new URL(`${metadataUri}/task`) : undefined;
  if (url === undefined || !isKnownEndpoint(url)) return undefined;
  try {
    const { status, body } = await boundedGet(url, { withinMs: ANSWER_TIMEOUT_MS });
    return status === 200 ? regionOf(JSON.parse(body)) : undefined;
  } catch {
    return undefined;
  }
}

function regionOf(metadata: unknown): string | undefined {
  if (typeof metadata !== 'object' || metadata === null || !('TaskARN' in metadata)) return undefined;
  return typeof metadata.TaskARN === 'string' ? parseArn(metadata.TaskARN)?.region || undefined : undefined;
}
