import { expect, test } from '@jest/globals';
import { agentsKnowProxies, awsSettings } from '../../../src/wiring/aws-settings.ts';
import { MemoryLog } from '../../helpers/fakes.ts';

test.each([
  ['24.5.0', true],
  ['24.21.0', true],
  ['26.0.0', true],
  ['24.4.1', false],
  ['22.21.0', false],
])('the agents of Node %s support proxies: %s', (version, isKnown) => {
  expect(agentsKnowProxies(version)).toBe(isKnown);
});

const ROLE = {
  roleArn: 'arn:aws:iam::123456789012:role/starter',
  sessionName: 'ecs-github-runner',
  durationSeconds: 3600,
  audience: 'sts.amazonaws.com',
};

test('a root without an OIDC token neither assumes a role nor falls back to the default chain', () => {
  const root = { log: new MemoryLog(), mask: () => undefined };
  const access = { region: 'eu-central-1', webIdentity: ROLE };
  expect(() => awsSettings({ access, root })).toThrow('this root has none');
});

test("without a role, credentials are left to the SDK's default chain", () => {
  const root = { log: new MemoryLog(), mask: () => undefined };
  expect(awsSettings({ access: { region: 'eu-central-1' }, root })).not.toHaveProperty('credentials');
});
