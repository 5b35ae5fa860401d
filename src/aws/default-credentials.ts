import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { RunnerError } from '../core/errors.ts';
import { STEP } from '../core/words.ts';
import { DeadlineError, withDeadline } from '../http/deadline.ts';

/**
 * Milliseconds for the whole chain. The SDK gives some of its links no time limit: the container credentials endpoint,
 * a `credential_process`, the STS request for a token in a file.
 */
const CHAIN_TIMEOUT_MS = 20_000;

/** The SDK's default credential chain, within a deadline. @param init the client's configuration, from the SDK */
export function defaultCredentials(init: Parameters<typeof defaultProvider>[0]): AwsCredentialIdentityProvider {
  const chain = defaultProvider(init);
  return async (properties) => {
    try {
      return await withDeadline(CHAIN_TIMEOUT_MS, () => chain(properties));
    } catch (error) {
      throw error instanceof DeadlineError ? silent(error) : error;
    }
  };
}

function silent(cause: DeadlineError): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `The SDK's default credential chain found no AWS credentials within ${CHAIN_TIMEOUT_MS / 1000} s.`,
    hint:
      'Check what the environment and the AWS configuration file name as a source of credentials, such as ' +
      `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_WEB_IDENTITY_TOKEN_FILE or credential_process, and why it does not answer. Or ${STEP.giveCredentials}.`,
    // Credentials come before the request.
    hadNoEffect: true,
    cause,
  });
}
