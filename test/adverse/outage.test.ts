import { describe, expect } from '@jest/globals';
import type { FaultEffect } from '../../sandbox/faults.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

const DROP: FaultEffect = { kind: 'drop', when: 'before' };
const DOWN: FaultEffect = { kind: 'respond', when: 'before', status: 503, body: {} };

/** Requests of a stop, and of a start, on either side. The third answer comes 5 s after the first. */
const REQUESTS = [
  { action: 'stop-runner', service: 'ecs', operation: 'StopTask', effect: DROP },
  { action: 'stop-runner', service: 'ecs', operation: 'StopTask', effect: DOWN },
  { action: 'stop-runner', service: 'ecs', operation: 'ListTasks', effect: DROP },
  { action: 'stop-runner', service: 'sts', operation: 'AssumeRoleWithWebIdentity', effect: DROP },
  { action: 'stop-runner', service: 'github', operation: 'delete-runner', effect: DROP },
  { action: 'start-runner', service: 'ecs', operation: 'DescribeTaskDefinition', effect: DOWN },
  { action: 'start-runner', service: 'oidc', operation: 'get-token', effect: DROP },
] as const;

describe('An outage of some seconds', () => {
  for (const { action, service, operation, effect } of REQUESTS) {
    integrationCase(`of ${operation} (${effect === DROP ? 'no answer' : '503'}) is outlasted by ${action}`, () =>
      inWorld(async (world) => {
        const { sandbox } = world;
        if (action === 'stop-runner') expectSuccess(await world.run({ action: 'start-runner' }));
        sandbox.faults.add({ service, operation, times: 3, effect });
        expectSuccess(await world.run({ action }));
        const times = sandbox.journal.filter((entry) => entry.operation === operation).map(({ at }) => at);
        const [first = 0, , , fourth = 0] = times.slice(-4);
        // B5 of the field: unreachable for three seconds.
        expect(fourth - first).toBeGreaterThanOrEqual(4000);
        if (action === 'start-runner') expectSuccess(await world.run({ action: 'stop-runner' }));
        await expectNothingLeft(world);
      }),
    );
  }
});
