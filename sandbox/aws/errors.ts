/** An error as an AWS service answers it: a code, a message, and for some codes further fields. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(options: { code: string; message: string; status?: number; fields?: Record<string, unknown> }) {
    super(options.message);
    this.name = options.code;
    this.code = options.code;
    this.status = options.status ?? 400;
    this.fields = options.fields ?? {};
  }
}

/** ECS's word for most requests that it refuses. */
export function invalidParameter(message: string): AwsError {
  return new AwsError({ code: 'InvalidParameterException', message });
}

/** ECS's word for what it cannot do for this caller as things stand. */
export function clientException(message: string): AwsError {
  return new AwsError({ code: 'ClientException', message });
}

/** STS's word for a parameter that breaks the service model. */
export function validationError(message: string): AwsError {
  return new AwsError({ code: 'ValidationError', message });
}
