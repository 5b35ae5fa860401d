// A step in a container: asks STS for its identity, once for each line of its input, with the real AWS SDK and its own
// credential chain. A line may be a number of milliseconds by which time has advanced; empty input means one question.
import { createInterface } from 'node:readline';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const RealDate = Date;
let aheadMs = 0;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + aheadMs] : parts));
  }
  static now() {
    return RealDate.now() + aheadMs;
  }
};

// One client for all questions: it keeps its credentials as long as the SDK considers them valid.
const client = new STSClient({ maxAttempts: 1 });

async function ask() {
  try {
    const { Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
    const { accessKeyId } = await client.config.credentials();
    return { arn, accessKeyId };
  } catch (error) {
    return { error: error.name, message: error.message };
  }
}

let asked = false;
for await (const line of createInterface({ input: process.stdin })) {
  aheadMs += Number(line) || 0;
  asked = true;
  process.stdout.write(`${JSON.stringify(await ask())}\n`);
}
if (!asked) process.stdout.write(`${JSON.stringify(await ask())}\n`);
