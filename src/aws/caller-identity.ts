import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { guardAnswers } from './answers.ts';
import { type ClientSettings, clientConfig } from './client-config.ts';
import { toRunnerError } from './errors.ts';

/** Account and principal of the credentials, such as `account 123456789012 as arn:…`; needs no permission. */
export async function callerIdentity(settings: ClientSettings): Promise<string> {
  const client = guardAnswers(new STSClient(clientConfig(settings)));
  try {
    const { Account: account, Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
    return `account ${account ?? 'unknown'} as ${arn ?? 'unknown'}`;
  } catch (error) {
    throw toRunnerError(error, { operation: 'sts:GetCallerIdentity', on: settings.region });
  } finally {
    client.destroy();
  }
}
