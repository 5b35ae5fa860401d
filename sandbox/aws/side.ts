import type { SandboxClock } from '../clock.ts';
import type { AwsOptions, AwsSandbox, Inventory, TaskExecutor } from '../contract.ts';
import type { SandboxService } from '../server.ts';
import { addTask } from './add-task.ts';
import { handleAutoScaling } from './auto-scaling.ts';
import { ClientTokens } from './client-tokens.ts';
import { Clusters } from './clusters.ts';
import { CREDENTIALS_PATH, CredentialsEndpoint } from './credentials-endpoint.ts';
import { handleEc2 } from './ec2.ts';
import { handleEcs } from './ecs.ts';
import type { EcsContext } from './ecs-context.ts';
import { AwsError } from './errors.ts';
import { identify } from './identify.ts';
import { Identities } from './identities.ts';
import { handleLogs } from './logs.ts';
import type { Place } from './place.ts';
import { handleSecrets } from './secret-operations.ts';
import { Secrets } from './secrets.ts';
import { handleSts } from './sts.ts';
import { Surroundings } from './surroundings.ts';
import { taskView } from './task.ts';
import { TaskDefinitions } from './task-definitions.ts';
import { Tasks } from './tasks.ts';
import { createThrottle } from './throttle.ts';
import type { OidcProvider } from './web-identity.ts';
import { jsonError, xmlError } from './wire.ts';

/** The AWS half of a sandbox: `attach` it to the URL at which `service` is served. */
export interface AwsSide {
  readonly service: SandboxService;
  attach(url: string): AwsSandbox;
  aliveTasks(): Inventory['tasks'];
  /** Receives output of a task's container. */
  takeOutput?(taskArn: string, text: string): void;
}

/** Creates the AWS half in one account and region: STS, ECS, secrets, tasks' surroundings and credentials endpoint. */
export function createAwsSide(options: {
  options: AwsOptions;
  clock: SandboxClock;
  executor: TaskExecutor;
  oidc: OidcProvider;
}): AwsSide {
  const { options: aws, clock, oidc } = options;
  const place: Place = {
    partition: aws.partition ?? 'aws',
    region: aws.region ?? 'us-east-1',
    account: aws.account ?? '123456789012',
  };
  const context = createContext({ aws, place, clock, executor: options.executor });
  const credentials = new CredentialsEndpoint({ ...context, deliveredAfterMs: aws.credentialsAfterMs ?? 0 });
  return {
    service: {
      identify,
      handle(request, { service, operation }) {
        if (service === 'ecs') return handleEcs(context, request, operation);
        if (service === 'sts') return handleSts({ ...context, oidc }, request);
        if (service === 'ssm' || service === 'secretsmanager') {
          return handleSecrets(context, request, { service, operation });
        }
        if (service === 'credentials') return credentials.handle(request.path);
        if (service === 'autoscaling') return handleAutoScaling(context, request, operation);
        if (service === 'ec2') return handleEc2(context, request, operation);
        if (service === 'logs') return handleLogs(context, request, operation);
        const isQuery = request.headers['x-amz-target'] === undefined;
        const message = `sandbox: ${service} is not modelled`;
        return isQuery
          ? xmlError(new AwsError({ code: 'InvalidAction', message }))
          : jsonError(new AwsError({ code: 'UnknownOperationException', message }));
      },
    },
    takeOutput(taskArn, text) {
      const task = context.tasks.find(taskArn);
      if (task !== undefined) context.surroundings.takeOutput(task, text);
    },
    attach: (url) => sandboxOf(context, url),
    aliveTasks: () =>
      context.tasks.all
        .filter(({ lastStatus }) => lastStatus !== 'STOPPED')
        .map(({ arn, lastStatus, request }) => ({ arn, lastStatus, startedBy: request.startedBy })),
  };
}

function createContext(options: {
  aws: AwsOptions;
  place: Place;
  clock: SandboxClock;
  executor: TaskExecutor;
}): EcsContext {
  const { aws, place, clock, executor } = options;
  const times = {
    provisioningMs: aws.provisioningMs ?? 200,
    pendingMs: aws.pendingMs ?? 200,
    stoppingMs: aws.stoppingMs ?? 200,
  };
  const clusters = new Clusters(place);
  return {
    place,
    clock,
    identities: new Identities({ place, clock }),
    secrets: new Secrets(place),
    clusters,
    surroundings: new Surroundings({ place, clock, clusters }),
    definitions: new TaskDefinitions({ place, clock }),
    tasks: new Tasks({ clock, executor, times, region: place.region }),
    tokens: new ClientTokens(clock),
    settings: { behaviour: { kind: 'run' }, behaviourOn: new Map(), hideNewTasksMs: aws.hideNewTasksMs ?? 0 },
    throttle: createThrottle(clock),
  };
}

function sandboxOf(context: EcsContext, url: string): AwsSandbox {
  const { place, identities, secrets, clusters, definitions, tasks, settings } = context;
  const byArn = (arn: string) => tasks.all.find((task) => task.arn === arn);
  return {
    endpointUrl: url,
    ...place,
    adminEnvironment: {
      AWS_ACCESS_KEY_ID: identities.admin.accessKeyId,
      AWS_SECRET_ACCESS_KEY: identities.admin.secretAccessKey,
    },
    addRole: (role) => identities.addRole(role).arn,
    allow: (roleArn, statement) => identities.allow(roleArn, statement),
    addParameter: (parameter) => secrets.addParameter(parameter),
    addSecret: (secret) => secrets.addSecret(secret),
    permissionsNeeded: (roleArn) => [...(identities.role(roleArn)?.permissionsNeeded ?? [])],
    addCluster: (cluster) => clusters.add(cluster).arn,
    registerTaskDefinition: (definition) => definitions.register(definition).arn,
    addTask: (task) => addTask(context, task).arn,
    task(arn) {
      const task = byArn(arn);
      return task && taskView(task, { tags: true });
    },
    credentialsPath(arn) {
      const task = byArn(arn);
      if (task === undefined) throw new Error(`sandbox: no task ${arn}`);
      return CREDENTIALS_PATH + task.credentialsId;
    },
    get taskArns() {
      return tasks.all.map(({ arn }) => arn);
    },
    endTask(arn, end) {
      const task = byArn(arn);
      if (task === undefined) throw new Error(`sandbox: no task ${arn}`);
      tasks.end(task, end);
    },
    moveOn(arn) {
      const task = byArn(arn);
      if (task !== undefined) tasks.moveOn(task);
    },
    setLaunchBehaviour(behaviour, capacity) {
      if (capacity === undefined) settings.behaviour = behaviour;
      else settings.behaviourOn.set(capacity, behaviour);
    },
    setHideNewTasksMs(ms) {
      settings.hideNewTasksMs = ms;
    },
    surroundings: context.surroundings,
  };
}
