import { describe, expect } from '@jest/globals';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, inWorld } from '../helpers/scenario.ts';

describe('Bad input', () => {
  integrationCase('is reported in one error that lists every problem, and no request is sent', () =>
    inWorld(async (world) => {
      const inputs = {
        ...world.startInputs,
        'github-token': world.workflowToken,
        'github-app-id': '12',
        'aws-region': 'Frankfurt',
        'role-to-assume': 'starter',
        cluster: '',
        'task-definition': '',
        capacity: 'FARGATE=1 + mine=1',
        subnets: 'subnet-1, vpc-2',
        cpu: 'lots',
        'startup-timeout-seconds': '5 minutes',
        'start-script': 'maybe',
        'assign-public-ip': 'yes',
        tags: 'no value here',
        environment: '1X=1',
        'placement-strategy': '{"type":',
        'runner-group': 'gpu',
        'work-folder': '/tmp',
      };
      const error = errorOf(await world.run({ action: 'start-runner', inputs }));
      const { 'github-app-id': _, ...others } = inputs;
      for (const name of Object.keys(others)) expect(error).toContain(name);
      expect(error).toMatch(/startup-timeout-seconds must be a whole number from 30 to 21600; it is "5 minutes"/);
      expect(error).toMatch(/github-token, the github-app-\* inputs and github-credentials-secret exclude each other/);
      expect(error).toMatch(/workflow's own GITHUB_TOKEN, which cannot manage runners/);
      expect(error).toContain('cluster is required');
      expect(error).not.toContain(inputs['github-token']);
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('a job without id-token: write fails with that reason before any request', () =>
    inWorld(async (world) => {
      const error = errorOf(await world.run({ action: 'start-runner', mayUseOidc: false }));
      expect(error).toContain('id-token: write');
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('of stop-runner is reported in one error too', () =>
    inWorld(async (world) => {
      const inputs = {
        ...world.stopInputs,
        cluster: 'a b',
        'drain-timeout-seconds': '-1',
        labels: '["x"',
        'wait-for-stopped': '1',
      };
      const error = errorOf(await world.run({ action: 'stop-runner', inputs }));
      for (const name of ['cluster', 'drain-timeout-seconds', 'labels', 'wait-for-stopped'])
        expect(error).toContain(name);
      expect(world.sandbox.journal).toEqual([]);
    }),
  );
});
