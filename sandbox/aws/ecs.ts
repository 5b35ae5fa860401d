import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { type Body, parseBody } from './body.ts';
import {
  describeCapacityProviders,
  describeContainerInstances,
  listContainerInstances,
} from './capacity-operations.ts';
import { createCluster, describeClusters, listClusters } from './cluster-operations.ts';
import { deregisterTaskDefinition, describeTaskDefinition, registerTaskDefinition } from './definition-operations.ts';
import type { EcsContext } from './ecs-context.ts';
import { AwsError } from './errors.ts';
import type { Principal } from './identities.ts';
import { listTasks } from './list-tasks.ts';
import { runTask } from './run-task.ts';
import { listTagsForResource, tagResource } from './tag-operations.ts';
import { describeTasks, stopTask } from './task-operations.ts';
import { jsonAnswer, jsonError } from './wire.ts';

type Operation = (context: EcsContext, principal: Principal, body: Body) => object;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateCluster: createCluster,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DescribeCapacityProviders: describeCapacityProviders,
  DescribeClusters: describeClusters,
  DescribeContainerInstances: describeContainerInstances,
  DescribeTaskDefinition: describeTaskDefinition,
  DescribeTasks: describeTasks,
  ListClusters: listClusters,
  ListContainerInstances: listContainerInstances,
  ListTagsForResource: listTagsForResource,
  ListTasks: listTasks,
  RegisterTaskDefinition: registerTaskDefinition,
  RunTask: runTask,
  StopTask: stopTask,
  TagResource: tagResource,
};

/** Answers an ECS request (awsJson1.1 protocol): checks the signer and the rate, then runs the operation. */
export function handleEcs(context: EcsContext, request: SandboxRequest, name: string): SandboxAnswer {
  try {
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    if (operation === undefined) throw new AwsError({ code: 'UnknownOperationException', message: '' });
    const principal = authenticate(context, request);
    context.throttle(name);
    return jsonAnswer(operation(context, principal, parseBody(request.body)));
  } catch (error) {
    if (error instanceof AwsError) return jsonError(error);
    throw error;
  }
}

/** Who signed a request to ECS or another awsJson service: they word a bad key alike. */
export function authenticate(context: EcsContext, request: SandboxRequest): Principal {
  const found = context.identities.identify(request);
  switch (found.kind) {
    case 'known':
      return found.key.principal;
    case 'missing':
      throw new AwsError({ code: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' });
    case 'unknown':
      throw new AwsError({
        code: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      });
    case 'untimely':
      throw new AwsError({ code: 'InvalidSignatureException', message: found.message });
    case 'expired':
      throw new AwsError({
        code: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      });
  }
}
