/** Reasons recorded with compute that is stopped: whoever sees it end can tell from them who ended it. */
export const REASON = {
  stop: 'ecs-github-runner: stop-runner',
  sweep: 'ecs-github-runner: sweep-runners',
  givenUp: 'ecs-github-runner: given up',
  startFailed: 'ecs-github-runner: the start failed',
  post: 'ecs-github-runner: the start was cancelled or failed',
} as const;

/** Whether compute was ended because its run no longer wants it, so that a start must not launch it again. */
export function endsTheStart(reason: string): boolean {
  return reason.includes(REASON.stop) || reason.includes(REASON.sweep);
}
