import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import type { LaunchBehaviour } from '../../sandbox/index.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

type Inputs = Readonly<Record<string, string>>;

async function start(world: World, inputs: Inputs = {}) {
  return world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...inputs } });
}

const launch = ({ sandbox }: World, behaviour: LaunchBehaviour, capacity?: string) =>
  sandbox.aws.setLaunchBehaviour(behaviour, capacity);

/** A task that ECS cannot start, with the words that it has for it. */
const notStarted = (words: string, after: 'PROVISIONING' | 'PENDING' = 'PENDING') => ({
  kind: 'stop' as const,
  after,
  stopCode: 'TaskFailedToStart',
  stoppedReason: words,
});

const CONTAINER = { image: 'registry.example/runner:2', cpu: 64, memory: 128 };

/** Registers `runner-case`: the runner's container `ci`, a sidecar and an init container. */
function defineWithOthers({ sandbox }: World, runner: object = {}): Inputs {
  sandbox.aws.registerTaskDefinition({
    family: 'runner-case',
    containerDefinitions: [
      { ...CONTAINER, name: 'ci', dependsOn: [{ containerName: 'setup', condition: 'SUCCESS' }], ...runner },
      { ...CONTAINER, name: 'setup', essential: false },
      { ...CONTAINER, name: 'proxy' },
    ],
  });
  return { 'task-definition': 'runner-case', container: 'ci' };
}

describe('What another place cannot heal is launched once', () => {
  for (const [what, words, nextStep] of [
    [
      'an image without bash',
      'CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown',
      /Next step: With start-script: inject the image needs bash 4\.3 or later.*With start-script: image correct/,
    ],
    [
      'a missing log group',
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      /Next step: Create it in the region that awslogs-region names/,
    ],
    [
      'a file system that cannot be mounted',
      "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: mounting fs-0123.efs.us-east-1.amazonaws.com:/ci failed, reason given by server: No such file or directory' : unsuccessful EFS utils command execution; code: 32",
      /Next step: Check the volume in the task definition\. For EFS/,
    ],
  ] as const) {
    integrationCase(`${what}: it is not launched again, not even elsewhere`, () =>
      inWorld(async (world) => {
        launch(world, notStarted(words), 'EC2');
        const error = errorOf(await start(world, { capacity: 'EC2, ec2-capacity' }));
        expect(error).toContain(words);
        expect(error).toMatch(/In plain words: /);
        expect(error).toMatch(nextStep);
        expect(error).not.toMatch(/relaunched|Is the runner installed/);
        expect(world.sandbox.aws.taskArns).toHaveLength(1);
        await expectNothingLeft(world);
      }),
    );
  }
});

describe('What another place can heal goes to the next one', () => {
  for (const [what, words] of [
    [
      'a full subnet',
      "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a': InsufficientFreeAddressesInSubnet",
    ],
    [
      'a full disk',
      'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
    ],
  ] as const) {
    integrationCase(`${what} leads to the next capacity, without using a relaunch`, () =>
      inWorld(async (world) => {
        launch(world, notStarted(words, 'PROVISIONING'), 'EC2');
        const { log } = expectSuccess(await start(world, { capacity: 'EC2, ec2-capacity', 'max-relaunches': '0' }));
        expect(log).toContain(words);
        expect(log).toContain('Capacity EC2 could not take it: trying ec2-capacity.');
        expect(world.sandbox.aws.taskArns).toHaveLength(2);
        expectSuccess(await world.run({ action: 'stop-runner' }));
        await expectNothingLeft(world);
      }),
    );
  }

  integrationCase('unknown words are shown, presume no cause, and are launched again', () =>
    inWorld(async (world) => {
      launch(world, notStarted('QuantumFluxError: the flux is in flux'));
      const error = errorOf(await start(world, { 'max-relaunches': '1' }));
      expect(error).toMatch(/\(TaskFailedToStart: QuantumFluxError: the flux is in flux\)\./);
      expect(error).not.toMatch(/In plain words|Is the runner installed/);
      expect(error).toMatch(/Next step: See ECS's own words above/);
      expect(world.sandbox.aws.taskArns).toHaveLength(2);
      await expectNothingLeft(world);
    }),
  );
});

describe("Only the runner's container is read by the start script's exit codes", () => {
  const noOthersMeaning = /had its job already|No job came within|was reached|refuses this version/;

  integrationCase('an init container that ended with 0, before a runner that never started', () =>
    inWorld(async (world) => {
      const inputs = defineWithOthers(world);
      launch(world, { ...notStarted('Task failed to start'), others: { setup: { exitCode: 0 } } });
      const error = errorOf(await start(world, { ...inputs, 'max-relaunches': '0' }));
      expect(error).toMatch(/Container setup \(an init container\): ended with exit code 0\./);
      expect(error).toMatch(/In plain words: the runner's container, ci, never started\./);
      expect(error).not.toMatch(noOthersMeaning);
      await expectNothingLeft(world);
    }),
  );

  for (const exitCode of [70, 71, 75]) {
    integrationCase(`a sidecar that ended with ${exitCode}, and the runner with it`, () =>
      inWorld(async (world) => {
        const inputs = defineWithOthers(world);
        launch(world, {
          kind: 'stop',
          after: 'RUNNING',
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
          exitCode: 143,
          others: { setup: { exitCode: 0 }, proxy: { exitCode } },
        });
        const error = errorOf(await start(world, { ...inputs, 'max-relaunches': '0' }));
        expect(error).toMatch(/In plain words: container proxy \(a sidecar\) ended, and the task with it/);
        expect(error).toMatch(/Next step: See the log of container proxy/);
        expect(error).not.toMatch(noOthersMeaning);
        await expectNothingLeft(world);
      }),
    );
  }
});

describe('A task definition is compared with what is known before the launch', () => {
  integrationCase('one for Windows is refused with the injected start script', () =>
    inWorld(async (world) => {
      world.sandbox.aws.registerTaskDefinition({
        family: 'runner-windows',
        runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' },
        containerDefinitions: [{ ...CONTAINER, name: 'runner' }],
      });
      const error = errorOf(await start(world, { 'task-definition': 'runner-windows' }));
      expect(error).toMatch(/Its runtimePlatform is WINDOWS_SERVER_2022_CORE.*set start-script: image/);
      expect(error).toMatch(/nothing was launched/);
      expect(operations(world, 'github')).not.toContain('generate-jitconfig');
      expect(world.sandbox.aws.taskArns).toEqual([]);
    }),
  );

  integrationCase('one for ARM64 is refused with a placement constraint for x86_64', () =>
    inWorld(async (world) => {
      world.sandbox.aws.registerTaskDefinition({
        family: 'runner-arm',
        runtimePlatform: { cpuArchitecture: 'ARM64' },
        containerDefinitions: [{ ...CONTAINER, name: 'runner' }],
      });
      const constraints = [{ type: 'memberOf', expression: 'attribute:ecs.cpu-architecture == x86_64' }];
      const inputs = { 'task-definition': 'runner-arm', 'placement-constraints': JSON.stringify(constraints) };
      const error = errorOf(await start(world, inputs));
      expect(error).toMatch(/CPU architecture arm64, and a placement constraint demands x86_64/);
      expect(world.sandbox.aws.taskArns).toEqual([]);
    }),
  );

  integrationCase('a container that is not essential is warned of, once', () =>
    inWorld(async (world) => {
      const inputs = defineWithOthers(world, { essential: false });
      const { log } = expectSuccess(await start(world, { ...inputs, capacity: 'EC2, ec2-capacity' }));
      expect(log.match(/::warning::The container ci of \S+ is not essential: when its runner has ended/g)).toHaveLength(
        1,
      );
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );
});

describe('A JIT config is measured when it is known', () => {
  integrationCase('one that is longer than usual is refused before the launch, with whose room it took', () =>
    inWorld(async (world) => {
      // The config holds the work folder, and is base64 of base64.
      const inputs = {
        'work-folder': `_work/${'w'.repeat(450)}`,
        'start-script': 'image',
        environment: `A=${'x'.repeat(2400)}`,
      };
      const error = errorOf(await start(world, inputs));
      expect(error).toMatch(
        /The JIT config takes 5\d\d\d \(5000 were kept for it\), the start script 0, the input environment 24\d\d, the input work-folder \d{3},/,
      );
      expect(error).toMatch(
        /Next step: Move at least \d+ characters from the input environment into the task definition/,
      );
      expect(operations(world, 'ecs')).not.toContain('RunTask');
      expect(world.sandbox.inventory().runners).toEqual([]);
      await expectNothingLeft(world);
    }),
  );
});
