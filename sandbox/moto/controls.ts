import { randomUUID } from 'node:crypto';
import type { Place } from '../aws/place.ts';
import type {
  AwsSandbox,
  ClusterDefinition,
  Inventory,
  PolicyStatement,
  RoleDefinition,
  TaskDefinitionInput,
} from '../contract.ts';
import { ADMIN_KEY_ID, type Json, type Moto } from './moto.ts';
import type { MotoTasks } from './tasks.ts';

/** Sets up and inspects AWS for the sandbox, with moto's own API calls. */
export function motoControls(options: { moto: Moto; tasks: MotoTasks; place: Place; url: string }): AwsSandbox {
  const { moto, tasks, place, url } = options;
  return {
    endpointUrl: url,
    ...place,
    adminEnvironment: { AWS_ACCESS_KEY_ID: ADMIN_KEY_ID, AWS_SECRET_ACCESS_KEY: 'moto-does-not-check-signatures' },
    addRole: (role) => addRole(moto, place, role),
    permissionsNeeded() {
      throw lacking('report the permissions that requests needed: it evaluates no policies');
    },
    allow: (roleArn, statement) => allow(moto, roleArn, statement),
    addParameter({ name, value, type = 'SecureString', kmsKeyArn }) {
      if (kmsKeyArn !== undefined) throw lacking('check the grants of a key');
      moto.ssm('PutParameter', { Name: name, Value: value, Type: type });
      return `arn:${place.partition}:ssm:${place.region}:${place.account}:parameter/${name.replace(/^\//, '')}`;
    },
    addSecret({ name, value, binary, kmsKeyArn, isDeleted }) {
      if (kmsKeyArn !== undefined || isDeleted)
        throw lacking('check the grants of a key, or mark a secret for deletion here');
      const made = moto.secretsManager('CreateSecret', {
        Name: name,
        ...(value !== undefined && { SecretString: value }),
        ...(binary !== undefined && { SecretBinary: binary }),
      });
      return String(made['ARN']);
    },
    addCluster: (cluster) => addCluster(moto, cluster),
    registerTaskDefinition: (definition) => registerTaskDefinition(moto, definition),
    addTask() {
      throw lacking('add a task that was never launched');
    },
    credentialsPath() {
      throw lacking('give a task the credentials of its role');
    },
    task: (arn) => describe(moto, tasks).find(({ taskArn }) => taskArn === arn),
    get taskArns() {
      return tasks.arns;
    },
    endTask(arn, { stoppedReason, exitCode, reason }) {
      // The stop code is lost: moto keeps none, and a case that checks it fails.
      if (exitCode !== undefined || reason !== undefined) throw lacking('give a container an exit code or a reason');
      tasks.end(arn, stoppedReason);
    },
    moveOn() {
      throw lacking('move a task by hand');
    },
    setLaunchBehaviour(behaviour) {
      if (behaviour.kind !== 'run') {
        throw lacking(
          `launch with '${behaviour.kind}': it has no failures[] of RunTask, PROVISIONING, PENDING or stop codes`,
        );
      }
    },
    setHideNewTasksMs: refuseToHide,
    get surroundings(): never {
      throw lacking('get instances, Auto Scaling groups, networks and logs from these controls');
    },
  };
}

/** Tasks whose last status in moto is not STOPPED. */
export function aliveTasks(moto: Moto, tasks: MotoTasks): Inventory['tasks'] {
  return describe(moto, tasks)
    .map((task) => ({
      arn: String(task['taskArn']),
      lastStatus: String(task['lastStatus']),
      // moto does not distinguish an absent value from an empty one.
      startedBy: task['startedBy'] === '' ? undefined : (task['startedBy'] as string | undefined),
    }))
    .filter(({ lastStatus }) => lastStatus !== 'STOPPED');
}

/** Throws unless new tasks must be visible at once. */
export function refuseToHide(ms: number): void {
  if (ms > 0) throw lacking('hide new tasks: its DescribeTasks and ListTasks show a task at once');
}

function lacking(what: string): Error {
  return new Error(`moto cannot ${what}. Name the case in test/integration/not-on-moto.txt.`);
}

function describe(moto: Moto, tasks: MotoTasks): Json[] {
  return [...tasks.arnsByCluster].flatMap(([cluster, arns]) => {
    const answer = moto.ecs('DescribeTasks', { cluster, tasks: arns, include: ['TAGS'] });
    return answer['tasks'] as Json[];
  });
}

function addCluster(moto: Moto, cluster: ClusterDefinition): string {
  const { name, containerInstances = 1, ...capacity } = cluster;
  const made = moto.ecs('CreateCluster', { clusterName: name, ...capacity })['cluster'] as { clusterArn: string };
  for (let index = 0; index < containerInstances; index += 1) {
    const instanceIdentityDocument = JSON.stringify({ instanceId: runInstance(moto) });
    moto.ecs('RegisterContainerInstance', { cluster: name, instanceIdentityDocument });
  }
  return made.clusterArn;
}

/** An instance that moto accepts as a container instance; moto does not care about its image. */
function runInstance(moto: Moto): string {
  const answer = moto.query('ec2', 'RunInstances', { ImageId: 'ami-12c6146b', MinCount: '1', MaxCount: '1' });
  return textOf(answer, 'instanceId');
}

function registerTaskDefinition(moto: Moto, definition: TaskDefinitionInput): string {
  for (const { name, memory } of definition.containerDefinitions) {
    if (memory === undefined) throw lacking(`run container ${name} of ${definition.family}: it needs a memory limit`);
  }
  const made = moto.ecs('RegisterTaskDefinition', definition)['taskDefinition'] as { taskDefinitionArn: string };
  return made.taskDefinitionArn;
}

function addRole(moto: Moto, place: Place, role: RoleDefinition): string {
  const answer = moto.query('iam', 'CreateRole', {
    RoleName: role.name,
    AssumeRolePolicyDocument: JSON.stringify(trustPolicy(place, role)),
    ...(role.maxSessionSeconds !== undefined && { MaxSessionDuration: String(role.maxSessionSeconds) }),
  });
  if (role.statements.length > 0) {
    moto.query('iam', 'PutRolePolicy', {
      RoleName: role.name,
      PolicyName: 'sandbox',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: role.statements }),
    });
  }
  return textOf(answer, 'Arn');
}

/** moto stores the statement, but does not enforce it. */
function allow(moto: Moto, roleArn: string, statement: PolicyStatement): void {
  moto.query('iam', 'PutRolePolicy', {
    RoleName: roleArn.slice(roleArn.lastIndexOf('/') + 1),
    PolicyName: `allow-${randomUUID()}`,
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
}

/** The content of the first element of that name. */
function textOf(xml: string, element: string): string {
  const text = new RegExp(`<${element}>([^<]+)</${element}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`moto: no ${element} in ${xml}`);
  return text;
}

/** The trust policy in IAM's form; moto stores it but lets everybody in. */
function trustPolicy({ partition, account }: Place, { trust }: RoleDefinition): object {
  const issuer = 'token.actions.githubusercontent.com';
  const statement =
    trust === undefined
      ? { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }
      : {
          Effect: 'Allow',
          Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { [`${issuer}:aud`]: trust.audience },
            StringLike: { [`${issuer}:sub`]: trust.subjects },
          },
        };
  return { Version: '2012-10-17', Statement: [statement] };
}
