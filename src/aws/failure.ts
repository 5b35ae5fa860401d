import { shorten } from '../core/util/shorten.ts';

/** The parts of an SDK error that are used. */
export interface AwsFailure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  /** The same request was sent before and its answer was lost: see {@link markAfterLostAnswer}. */
  readonly isAfterLostAnswer: boolean;
}

/** Marks an error that answers a request whose earlier answer was lost: AWS may have accepted the earlier one. */
export function markAfterLostAnswer(error: unknown): void {
  if (error instanceof Error) Object.assign(error, { [AFTER_LOST_ANSWER]: true });
}

const AFTER_LOST_ANSWER = 'isAfterLostAnswer';

/** Reads the parts of an SDK error, without `instanceof`: a bundle may hold two copies of the SDK's classes. */
export function awsFailure(error: unknown): AwsFailure {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const metadata = fields['$metadata'];
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return {
    name: error instanceof Error ? error.name : '',
    code: typeof fields['code'] === 'string' ? fields['code'] : '',
    message: oneLine(error instanceof Error ? error.message : String(error)),
    status: typeof status === 'number' ? status : undefined,
    isAfterLostAnswer: fields[AFTER_LOST_ANSWER] === true,
  };
}

/** Drops the SDK's advice to programmers, and whatever of a long answer does not help. */
function oneLine(message: string): string {
  const own = message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, '');
  return shorten(own.replaceAll(/\s+/g, ' '), 1000);
}
