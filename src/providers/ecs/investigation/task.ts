import type { Container, ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Finding } from '../../../core/compute.ts';
import { SETTING } from '../../../core/words.ts';
import { readReason } from '../read-reason.ts';
import { PULL } from '../stopped-reasons.ts';
import { explainPull } from './pull.ts';
import { lacksRoom, type Subject } from './subject.ts';

/** Findings from the task, its containers and its definition alone, which need no further permission. */
export function judgeTask(subject: Subject): readonly Finding[] {
  if (subject.phase === 'refused') return [...judgeLaunchType(subject), ...judgeForFargate(subject)];
  if (subject.phase !== 'ended') return [];
  return [...judgeImages(subject), ...judgeSecrets(subject), ...judgeMemory(subject)];
}

function judgeImages(subject: Subject): readonly Finding[] {
  const { task, ecsReason, definition } = subject;
  if (!isAboutPull(ecsReason)) return [];
  const all = task?.containers ?? [];
  // ECS attaches the reason to the container; if only the task has it, its text names the image.
  const own = all.filter(({ reason = '' }) => isAboutPull(reason));
  const failed = own.length > 0 ? own : all.filter(({ image = '' }) => image !== '' && ecsReason.includes(image));
  const suspects = failed.length > 0 ? failed : all.slice(0, 1);
  return suspects.map(({ name, image = 'unknown', reason }) => {
    const { why, hint } = explainPull({
      ecsReason: reason ?? ecsReason,
      image,
      executionRole: definition?.executionRoleArn,
    });
    return { message: `The image ${image} of container ${name} cannot be pulled: ${why}.`, hint };
  });
}

function isAboutPull(text: string): boolean {
  return readReason(text)?.family === PULL;
}

function judgeSecrets({ ecsReason, definition }: Subject): readonly Finding[] {
  const isAboutSecrets = /secret|ssm|parameter/i.test(ecsReason);
  if (!isAboutSecrets || !/ResourceInitializationError|unable to (pull|retrieve)/i.test(ecsReason)) return [];
  const secrets = (definition?.containerDefinitions ?? []).flatMap(secretsOf);
  const named = secrets.filter(({ from }) => ecsReason.includes(from) || ecsReason.includes(secretName(from)));
  const role = definition?.executionRoleArn;
  const which = (named.length > 0 ? named : secrets).map(({ from, what }) => `${from} (${what})`).join(', ');
  const begin = `The secret ${which || 'that ECS names'} cannot be read`;
  if (/AccessDenied|not authorized/i.test(ecsReason)) {
    return [
      {
        message: `${begin}: the execution role ${role ?? '(there is none)'} is not allowed to.`,
        hint:
          role === undefined
            ? 'Give the task definition an executionRoleArn that may read it.'
            : `Allow secretsmanager:GetSecretValue or ssm:GetParameters on it in a policy of ${role}, and kms:Decrypt if it has a key of its own.`,
      },
    ];
  }
  if (/ResourceNotFound|ParameterNotFound|can.t find|invalid (ssm )?parameters/i.test(ecsReason)) {
    return [
      {
        message: `${begin}: it does not exist.`,
        hint: 'Correct its name, region and account in the task definition, or create it.',
      },
    ];
  }
  return [{ message: `${begin}, as ECS says above.` }];
}

function secretsOf({
  name,
  secrets = [],
  repositoryCredentials,
}: ContainerDefinition): { from: string; what: string }[] {
  const pull = repositoryCredentials?.credentialsParameter;
  return [
    ...secrets.map((secret) => ({
      from: secret.valueFrom ?? '',
      what: `variable ${secret.name} of container ${name}`,
    })),
    ...(pull === undefined ? [] : [{ from: pull, what: `registry credentials of container ${name}` }]),
  ].filter(({ from }) => from !== '');
}

/** The name in an ARN, without the key and version that may follow it; a plain name stays as it is. */
function secretName(from: string): string {
  const [arn, , , , , kind, name = ''] = from.split(':');
  return arn === 'arn' ? name || (kind ?? from) : from;
}

function judgeMemory({ task, definition }: Subject): readonly Finding[] {
  const killed = (task?.containers ?? []).filter(isOutOfMemory);
  return killed.map(({ name }) => {
    const limits = definition?.containerDefinitions?.find((container) => container.name === name);
    const total = task?.overrides?.memory ?? task?.memory ?? definition?.memory;
    const limit = limits?.memory === undefined ? total : String(limits.memory);
    return {
      message:
        `Container ${name} was killed because it used more memory than it may` +
        `${limit === undefined || limit === '0' ? '.' : `: ${limit} MiB${limits?.memory === undefined ? ' for the task' : ''}.`}`,
      hint:
        limits?.memory === undefined
          ? `Raise ${SETTING.memory}, or the memory of the task definition.`
          : `Raise memory of container ${name} in the task definition: ${SETTING.memory} is the task's and does not change it.`,
    };
  });
}

function isOutOfMemory({ reason = '' }: Container): boolean {
  return /OutOfMemory/i.test(reason);
}

/** Finds a launch type for which waiting is in vain: only a capacity provider starts instances. */
function judgeLaunchType(subject: Subject): readonly Finding[] {
  if (subject.target?.kind !== 'launch-type' || subject.target.launchType !== 'EC2' || !lacksRoom(subject)) return [];
  return [{ message: 'The launch type EC2 never scales out: it uses only instances that the cluster already has.' }];
}

/** Finds what Fargate does not support in a refused launch; it may be the cluster's default strategy. */
function judgeForFargate({ ecsReason, definition }: Subject): readonly Finding[] {
  if (!/fargate/i.test(ecsReason)) return [];
  const privileged = (definition?.containerDefinitions ?? []).filter((container) => container.privileged === true);
  return privileged.map(({ name }) => ({
    message: `Container ${name} is privileged, which Fargate does not support.`,
    hint: 'Set capacity to EC2 or to a capacity provider with instances, or use a task definition without privileged.',
  }));
}
