import type { ContainerOverrides } from '../aws/container.ts';
import { identify } from '../aws/identify.ts';
import type { Place } from '../aws/place.ts';
import type { AwsParts, ClosableAwsSide } from '../compose.ts';
import type { Operation, SandboxAnswer, SandboxRequest } from '../server.ts';
import { aliveTasks, motoControls, refuseToHide } from './controls.ts';
import { forward } from './forward.ts';
import { Moto } from './moto.ts';
import { startMotoProcess } from './process.ts';
import { type AcceptedTask, MotoTasks } from './tasks.ts';
import { Turns } from './turns.ts';

/**
 * An AWS half that is moto: calls go to a moto_server and answers come back, both unchanged. It adds what moto lacks, a
 * process for each task, which starts after an accepted RunTask and ends at StopTask.
 */
export async function createMotoSide(parts: AwsParts): Promise<ClosableAwsSide> {
  const { options, clock, executor } = parts;
  const place = placeOf(options);
  refuseToHide(options.hideNewTasksMs ?? 0);
  const server = await startMotoProcess({ account: place.account });
  const moto = new Moto(server.url, place);
  // One call at a time, so that a task can be advanced while no other is described: see Moto.advance.
  const turns = new Turns();
  const tasks = new MotoTasks({
    moto,
    clock,
    executor,
    place,
    startMs: (options.provisioningMs ?? 200) + (options.pendingMs ?? 200),
    stoppingMs: options.stoppingMs ?? 200,
    alone(act) {
      turns.take(act).catch((error: unknown) => {
        process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
      });
    },
  });
  return {
    service: {
      identify,
      handle: (request, operation) =>
        turns.take(async () => {
          const answer = await forward(server.url, request);
          follow(tasks, { request, operation, answer });
          return answer;
        }),
    },
    attach: (url) => motoControls({ moto, tasks, place, url }),
    aliveTasks: () => aliveTasks(moto, tasks),
    async close() {
      await turns.idle();
      await moto.close();
      await server.close();
    },
  };
}

/** Applies to the stand-ins what moto did to its tasks. */
function follow(
  tasks: MotoTasks,
  exchange: { request: SandboxRequest; operation: Operation; answer: SandboxAnswer },
): void {
  const { request, operation, answer } = exchange;
  if (operation.service !== 'ecs' || answer.status !== 200) return;
  if (operation.operation === 'RunTask') {
    const { overrides = {} } = JSON.parse(request.body) as { overrides?: ContainerOverrides };
    const { tasks: accepted = [] } = JSON.parse(String(answer.body)) as { tasks?: AcceptedTask[] };
    for (const task of accepted) tasks.accept(task, overrides);
  } else if (operation.operation === 'StopTask') {
    const { task } = JSON.parse(String(answer.body)) as { task: AcceptedTask };
    tasks.stop(task.taskArn);
  }
}

/** moto takes the partition from the region. */
function placeOf(options: AwsParts['options']): Place {
  const { region = 'us-east-1', account = '123456789012' } = options;
  const ofRegion = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const { partition = ofRegion } = options;
  if (partition !== ofRegion) throw new Error(`moto cannot put ${region} into partition ${partition}.`);
  return { partition, region, account };
}
