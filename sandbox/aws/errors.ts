/** An error as an AWS service returns it: a code, a message, and further fields for some codes. */
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

/** ECS's code for most requests that it refuses. */
export function invalidParameter(message: string): AwsError {
  return new AwsError({ code: 'InvalidParameterException', message });
}

/** ECS's code for what it cannot do for this caller in the present state. */
export function clientException(message: string): AwsError {
  return new AwsError({ code: 'ClientException', message });
}

/** STS's code for a parameter that violates the service model. */
export function validationError(message: string): AwsError {
  return new AwsError({ code: 'ValidationError', message });
}
