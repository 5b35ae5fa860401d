import type { World } from '../../sandbox/harness/world.ts';
import { until } from '../helpers/until.ts';

/** Waits until each task of a run has its runner online, or has ended because its registration is gone. */
export async function untilConnected({ sandbox }: World, key: string): Promise<void> {
  await until(`The runners of ${key} are online, or their tasks have ended`, () => {
    const { tasks, runners } = sandbox.inventory();
    const own = runners.filter(({ name, status }) => name.startsWith(key) && status === 'online');
    return tasks.filter(({ startedBy }) => startedBy === key).length <= own.length;
  });
}
