import type { GitHub, Launcher } from '../ports.ts';
import type { Timeline } from './timeline.ts';

/** Wrappers for some methods of a port. Every other method is the port's own. */
type Around<Port> = {
  readonly [Name in keyof Port]?: Port[Name] extends (...given: infer Given) => Promise<infer Answer>
    ? (call: () => Promise<Answer>, ...given: Given) => Promise<Answer>
    : never;
};

/** The port with some of its calls observed: its users need not know. */
function around<Port extends object>(port: Port, observers: Around<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      // The port itself as receiver: its private fields are not the proxy's.
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call = member.bind(target) as (...given: unknown[]) => Promise<never>;
      const observer = observers[name as keyof Port] as
        | ((call: () => Promise<never>, ...given: unknown[]) => unknown)
        | undefined;
      if (observer === undefined) return call;
      return (...given: unknown[]) => observer(() => call(...given), ...given);
    },
  });
}

/** A GitHub port whose answers the timeline sees. */
export function observedGitHub(github: GitHub, timeline: Timeline): GitHub {
  return around(github, {
    prepare: (call) => timeline.measure('Runner group', call),
    createJitRunner: async (call, { name }) => {
      const made = await timeline.request(name, 'JIT', call);
      timeline.sawRegistration(made.registration);
      return made;
    },
    getRunner: async (call) => {
      const found = await call();
      if (found !== undefined) timeline.sawRegistration(found);
      return found;
    },
    getRunners: async (call) => {
      const read = await call();
      for (const registration of read.found.values()) timeline.sawRegistration(registration);
      return read;
    },
    findRunner: async (call) => {
      const found = await call();
      if (found !== undefined) timeline.sawRegistration(found);
      return found;
    },
    listRunners: async (call) => {
      const all = await call();
      for (const registration of all) timeline.sawRegistration(registration);
      return all;
    },
    deleteRunner: async (call, id) => {
      const answer = await call();
      timeline.removedRegistration(id, answer);
      return answer;
    },
  });
}

/** A launcher whose answers the timeline sees. */
export function observedLauncher(launcher: Launcher, timeline: Timeline): Launcher {
  const { requests } = launcher.hosting;
  return around(launcher, {
    prepare: (call) => timeline.measure(requests.prepare, call),
    launch: async (call, { runnerName }) => {
      const compute = await timeline.request(runnerName, requests.launch, call);
      timeline.sawCompute(compute, runnerName);
      return compute;
    },
    describe: async (call) => {
      const seen = await call();
      for (const compute of seen.values()) timeline.sawCompute(compute);
      return seen;
    },
    list: async (call) => {
      const all = await call();
      for (const compute of all) timeline.sawCompute(compute);
      return all;
    },
    stop: async (call, id) => {
      const answer = await call();
      timeline.stoppedCompute(id, answer);
      return answer;
    },
  });
}
