import type { World } from '../../sandbox/harness/world.ts';

/** Waits until each task of a run has its runner online, or has ended because its registration is gone. */
export async function untilConnected({ sandbox }: World, key: string): Promise<void> {
  const deadline = sandbox.clock.now() + 120_000;
  const isConnecting = (): boolean => {
    const { tasks, runners } = sandbox.inventory();
    const own = runners.filter(({ name, status }) => name.startsWith(key) && status === 'online');
    return tasks.filter(({ startedBy }) => startedBy === key).length > own.length;
  };
  while (isConnecting() && sandbox.clock.now() < deadline) await sandbox.clock.sleep(200);
}
