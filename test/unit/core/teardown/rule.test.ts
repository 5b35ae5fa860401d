import { describe, expect, test } from '@jest/globals';
import {
  type Act,
  type ComputeFact,
  type Facts,
  type JobFact,
  type Mandate,
  nextAct,
  type RegistrationFact,
} from '../../../../src/core/teardown/rule.ts';

const MANDATES: readonly Mandate[] = ['undo', 'stop-all', 'stop-selected', 'sweep'];
const REGISTRATIONS: readonly RegistrationFact[] = [
  'unread',
  'offline',
  'online',
  'busy',
  'missing',
  'deleted',
  'absent',
  'unknown',
];
const COMPUTES: readonly ComputeFact[] = ['none', 'hidden', 'unread', 'starting', 'running', 'ended', 'stopped'];
const JOBS: readonly JobFact[] = ['none', 'possible', 'coming'];

/** An online runner on running compute, of which nothing else is known. */
const USUAL: Facts = {
  mandate: 'stop-all',
  isOwnName: true,
  isInScope: true,
  registration: 'online',
  compute: 'running',
  job: 'possible',
  isLifeOver: false,
  isTimeUp: false,
};

const act = (change: Partial<Facts>): Act => nextAct({ ...USUAL, ...change });

/** The answer for each mandate, in the order undo, stop-all, stop-selected, sweep. */
const acts = (change: Partial<Facts>): string => MANDATES.map((mandate) => act({ mandate, ...change })).join(' ');

describe('the rule', () => {
  test.each<[string, Partial<Facts>, string]>([
    // Name and scope.
    ['a name that is not of the run', { isOwnName: false }, 'refuse refuse refuse refuse'],
    ['the same past its lifetime', { isOwnName: false, isLifeOver: true }, 'refuse refuse refuse refuse'],
    ['another scope', { isInScope: false }, 'refuse refuse refuse refuse'],
    ['another scope, found absent here', { isInScope: false, registration: 'absent' }, 'refuse refuse refuse refuse'],
    ['another scope, past its lifetime', { isInScope: false, isLifeOver: true }, 'stop stop stop stop'],
    ['another scope, no compute', { isInScope: false, isLifeOver: true, compute: 'none' }, 'done done done done'],
    // Nothing is known of a job.
    ['online', {}, 'leave delete wait leave'],
    ['online, and the time is up', { isTimeUp: true }, 'leave delete delete leave'],
    ['offline', { registration: 'offline' }, 'leave delete wait leave'],
    ['not read', { registration: 'unread' }, 'look look look look'],
    ['its compute not read', { compute: 'unread' }, 'look look look look'],
    ['one 404', { registration: 'missing' }, 'look look look look'],
    ['a 404 that the list confirms', { registration: 'absent' }, 'stop stop stop stop'],
    ['deleted', { registration: 'deleted' }, 'stop stop stop stop'],
    ['GitHub fails', { registration: 'unknown' }, 'leave leave wait leave'],
    ['GitHub fails, and the time is up', { registration: 'unknown', isTimeUp: true }, 'leave leave stop leave'],
    ['its compute is hidden', { compute: 'hidden', registration: 'offline' }, 'leave delete wait leave'],
    // No job can be on its way.
    ['no job can come', { job: 'none' }, 'delete delete delete delete'],
    ['no job can come, and the time is up', { job: 'none', isTimeUp: true }, 'delete delete delete delete'],
    ['no job can come, not read', { job: 'none', registration: 'unread' }, 'delete delete delete delete'],
    ['no job can come, one 404', { job: 'none', registration: 'missing' }, 'stop stop stop stop'],
    ['no job can come, GitHub fails', { job: 'none', registration: 'unknown' }, 'stop stop stop leave'],
    ['its compute has not begun', { compute: 'starting' }, 'delete delete delete delete'],
    ['its compute has ended', { compute: 'ended' }, 'delete delete delete delete'],
    ['it has no compute', { compute: 'none' }, 'delete delete delete delete'],
    ['past its lifetime', { isLifeOver: true }, 'delete delete delete delete'],
    ['past its lifetime, GitHub fails', { isLifeOver: true, registration: 'unknown' }, 'stop stop stop stop'],
    // Busy.
    ['busy', { registration: 'busy' }, 'leave wait wait leave'],
    ['busy, and the time is up', { registration: 'busy', isTimeUp: true }, 'leave leave stop leave'],
    ['busy, its label a secret', { registration: 'busy', job: 'none' }, 'leave wait wait leave'],
    ['busy, past its lifetime', { registration: 'busy', isLifeOver: true }, 'stop stop stop stop'],
    ['busy, its compute ended', { registration: 'busy', compute: 'ended' }, 'wait wait wait wait'],
    ['busy for long after it', { registration: 'busy', compute: 'ended', isTimeUp: true }, 'done done done done'],
    [
      'busy for long after its stop',
      { registration: 'busy', compute: 'stopped', isTimeUp: true },
      'done done done done',
    ],
    ['busy, no compute here', { registration: 'busy', compute: 'none', isTimeUp: true }, 'leave leave leave leave'],
    // A job of the run is queued for it.
    ['a job is coming', { job: 'coming' }, 'leave wait wait leave'],
    ['a job is coming, and the time is up', { job: 'coming', isTimeUp: true }, 'leave leave delete leave'],
    // Both are gone.
    ['deleted and stopped', { registration: 'deleted', compute: 'stopped' }, 'done done done done'],
    ['absent, and no compute', { registration: 'absent', compute: 'none' }, 'done done done done'],
  ])('%s', (_what, change, expected) => {
    expect(acts(change)).toBe(expected);
  });
});

/** Every combination of facts. */
function* allFacts(): Generator<Facts> {
  const flags = [false, true];
  for (const mandate of MANDATES)
    for (const registration of REGISTRATIONS)
      for (const compute of COMPUTES)
        for (const job of JOBS)
          for (const isOwnName of flags)
            for (const isInScope of flags)
              for (const isLifeOver of flags)
                for (const isTimeUp of flags)
                  yield { mandate, registration, compute, job, isOwnName, isInScope, isLifeOver, isTimeUp };
}

const WHERE = (holds: (facts: Facts) => boolean): Facts[] => [...allFacts()].filter(holds);
const isDestructive = (facts: Facts): boolean => ['delete', 'stop'].includes(nextAct(facts));

describe('whatever is known', () => {
  test('nothing of a foreign name or another scope is touched, but compute past its lifetime', () => {
    const touched = WHERE((facts) => isDestructive(facts) && !(facts.isOwnName && facts.isInScope));
    expect(touched.every((facts) => facts.isOwnName && facts.isLifeOver && nextAct(facts) === 'stop')).toBe(true);
    expect(touched).not.toEqual([]);
  });

  test('a stop without a filter ends no job that is known', () => {
    const known = WHERE(({ mandate, registration, isLifeOver, compute }) => {
      return mandate === 'stop-all' && registration === 'busy' && !isLifeOver && compute === 'running';
    });
    expect(known.filter(isDestructive)).toEqual([]);
  });

  test('one 404, or an answer that did not come, never ends a job that is possible', () => {
    const unsure = WHERE(({ registration, compute, job, isLifeOver, mandate, isTimeUp }) => {
      const isUnsure = registration === 'missing' || registration === 'unknown' || registration === 'unread';
      const isSelected = mandate === 'stop-selected' && isTimeUp;
      return isUnsure && compute === 'running' && job !== 'none' && !isLifeOver && !isSelected;
    });
    expect(unsure.filter(isDestructive)).toEqual([]);
  });

  test('only what is running, or may be, is stopped', () => {
    const stopped = WHERE((facts) => nextAct(facts) === 'stop');
    expect([...new Set(stopped.map(({ compute }) => compute))].sort()).toEqual(['running', 'starting', 'unread']);
  });

  test('a sweep never touches a runner that may have a job before its lifetime is over', () => {
    const live = WHERE(({ mandate, isLifeOver, job, compute, registration }) => {
      const isGone = registration === 'deleted' || registration === 'absent';
      return mandate === 'sweep' && !isLifeOver && job !== 'none' && compute === 'running' && !isGone;
    });
    expect(live.filter(isDestructive)).toEqual([]);
  });

  test('no wait is without end', () => {
    expect(WHERE((facts) => facts.isTimeUp && nextAct(facts) === 'wait')).toEqual([]);
  });
});
