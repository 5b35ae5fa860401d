import { ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AwsWorld } from './aws-world.ts';

const MINUTE = 60_000;

let world: AwsWorld;
beforeAll(async () => {
  world = await AwsWorld.start();
});
afterAll(() => world.close());

/** A client whose clock differs from the sandbox's. */
function ahead<Client extends { config: { systemClockOffset: number } }>(client: Client, ms: number): Client {
  client.config.systemClockOffset += ms;
  return client;
}

describe('the time of a signature', () => {
  test.each([-4, 0, 4])('may differ by %d minutes', async (minutes) => {
    const answer = ahead(world.ecs(), minutes * MINUTE).send(new ListClustersCommand({}));
    await expect(answer).resolves.toHaveProperty('clusterArns');
  });

  test.each([
    [-6, /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/],
    [-7 * 60, /^Signature expired: /],
    [6, /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/],
    [7 * 60, /^Signature not yet current: /],
  ])("that differs by %d minutes is refused in ECS's words", async (minutes, message) => {
    const answer = ahead(world.ecs(), minutes * MINUTE).send(new ListClustersCommand({}));
    await expect(answer).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringMatching(message),
    });
  });

  test('may differ by 15 minutes for STS, and not by more', async () => {
    const ask = (minutes: number) => ahead(world.sts(), minutes * MINUTE).send(new GetCallerIdentityCommand({}));
    await expect(ask(-14)).resolves.toHaveProperty('Arn');
    await expect(ask(-16)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(ask(16)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});
