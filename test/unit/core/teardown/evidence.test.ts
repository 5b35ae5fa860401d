import { expect, test } from '@jest/globals';
import type { Registration, WorkflowJob } from '../../../../src/core/ports.ts';
import { jobsSay } from '../../../../src/core/teardown/evidence.ts';

const NAME = 'egr-21i3v9-4jc8lii-t85s00-nonce0000001-2-0';
const job = (change: Partial<WorkflowJob> = {}): WorkflowJob => ({
  isOver: false,
  labels: ['Build'],
  runnerName: undefined,
  ...change,
});
const registration = (...labels: string[]): Registration => ({
  id: 1,
  name: NAME,
  status: 'online',
  busy: false,
  labels,
});
const say = (jobs: readonly WorkflowJob[], change: Partial<Parameters<typeof jobsSay>[1]> = {}) =>
  jobsSay(jobs, {
    runnerName: NAME,
    label: 'gpu',
    registration: registration('gpu', 'gpu-2'),
    scope: 'repo:octo-org/octo-repo',
    ...change,
  });

test.each<[string, ReturnType<typeof say>, string]>([
  ['no job', say([]), 'none'],
  ['a job of other labels', say([job()]), 'none'],
  ['a queued job with its label', say([job({ labels: ['GPU'] })]), 'coming'],
  ['a queued job with both of its labels', say([job({ labels: ['gpu', 'gpu-2'] })]), 'coming'],
  ['a queued job that asks for one label more', say([job({ labels: ['gpu', 'big'] })]), 'none'],
  ["a sibling's job", say([job({ labels: ['gpu'], runnerName: 'egr-another' })]), 'none'],
  ['a job with its label that is over', say([job({ labels: ['gpu'], isOver: true })]), 'none'],
  ['its own job', say([job({ labels: ['gpu'], runnerName: NAME })]), 'coming'],
  ['its own job that is over', say([job({ labels: ['gpu'], runnerName: NAME, isOver: true })]), 'none'],
  ['an organization, where jobs may name the group', say([], { scope: 'org:octo-org' }), 'possible'],
  ['an enterprise', say([], { scope: 'enterprise:octo' }), 'possible'],
  ['the same, once its own job is over', say([job({ runnerName: NAME, isOver: true })], { scope: 'org:o' }), 'none'],
  ['further labels', say([], { registration: registration('gpu', 'gpu-2', 'big') }), 'possible'],
  ["a sibling's label among its own", say([], { registration: registration('gpu', 'gpu-1') }), 'possible'],
  ['labels that were not read', say([], { registration: undefined }), 'possible'],
  ['a label that is not known', say([], { label: undefined }), 'possible'],
])("%s: what the run's jobs say", (_what, said, expected) => {
  expect(said).toBe(expected);
});
