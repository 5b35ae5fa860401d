import type { SandboxClock } from '../clock.ts';
import type { TaskDefinitionInput } from '../contract.ts';
import { asBody, type Body, bodiesAt, textAt, textsAt } from './body.ts';
import { clientException } from './errors.ts';
import { ecsArn, nameOf, type Place } from './place.ts';
import { mergeTags, parseTags, type Tag } from './tags.ts';

/** A registered revision. */
export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  status: 'ACTIVE' | 'INACTIVE';
  readonly registeredAt: number;
  readonly input: TaskDefinitionInput;
  tags: readonly Tag[];
}

/** The task definitions of one account and region. */
export class TaskDefinitions {
  readonly #place: Place;
  readonly #clock: SandboxClock;
  readonly #families = new Map<string, TaskDefinition[]>();

  constructor(options: { place: Place; clock: SandboxClock }) {
    this.#place = options.place;
    this.#clock = options.clock;
  }

  /** Registers the next revision of the family, or refuses it as RegisterTaskDefinition does. */
  register(input: TaskDefinitionInput): TaskDefinition {
    checkFargate(input);
    const family = this.#families.get(input.family) ?? [];
    const revision = family.length + 1;
    const definition: TaskDefinition = {
      arn: ecsArn(this.#place, `task-definition/${input.family}:${revision}`),
      family: input.family,
      revision,
      status: 'ACTIVE',
      registeredAt: this.#clock.now(),
      input,
      tags: input.tags ?? [],
    };
    this.#families.set(input.family, [...family, definition]);
    return definition;
  }

  /** By family (its newest active revision), family and revision, or ARN. */
  find(reference: string): TaskDefinition | undefined {
    const [family = '', revision] = nameOf(reference, 'task-definition').split(':');
    const revisions = this.#families.get(family) ?? [];
    const found =
      revision === undefined
        ? revisions.findLast(({ status }) => status === 'ACTIVE')
        : revisions.find((each) => String(each.revision) === revision);
    return reference.startsWith('arn:') && revision !== undefined && found?.arn !== reference ? undefined : found;
  }
}

/** The body of RegisterTaskDefinition. Only the parts that the sandbox uses are checked; the rest is kept unchanged. */
export function parseTaskDefinition(body: Body): TaskDefinitionInput {
  const family = textAt(body, 'family') ?? '';
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) throw clientException('Family contains invalid characters.');
  const containers = bodiesAt(body, 'containerDefinitions');
  if (containers.length === 0) throw clientException('Container list cannot be empty.');
  for (const container of containers) {
    if (!textAt(container, 'name')) throw clientException('Container.name should not be null or empty.');
    if (!textAt(container, 'image')) throw clientException('Container.image should not be null or empty.');
    for (const key of ['command', 'entryPoint']) textsAt(container, key);
    for (const variable of bodiesAt(container, 'environment')) textAt(variable, 'value');
  }
  textsAt(body, 'requiresCompatibilities');
  // The fields that the sandbox reads are checked above.
  return { ...body, tags: parseTags(body) } as unknown as TaskDefinitionInput;
}

/** Registration refuses what Fargate does not accept, if the definition says that it is for Fargate. */
function checkFargate(input: TaskDefinitionInput): void {
  if (!input.requiresCompatibilities?.includes('FARGATE')) return;
  if (input.networkMode !== 'awsvpc') throw clientException('Fargate only supports network mode ‘awsvpc’.');
  if (input.cpu === undefined) throw clientException("Fargate requires that 'cpu' be defined at the task level.");
  if (input.memory === undefined) throw clientException("Fargate requires that 'memory' be defined at the task level.");
  if (input.containerDefinitions.some(({ privileged }) => privileged === true)) {
    throw clientException('Fargate compatible task definitions do not support privileged.');
  }
}

/** ECS adds what a definition could run on to what it requires; external instances have no awsvpc. */
function compatibilities({ requiresCompatibilities = [], networkMode }: TaskDefinitionInput): readonly string[] {
  if (requiresCompatibilities.includes('FARGATE')) return ['EC2', 'FARGATE'];
  return networkMode === 'awsvpc' ? ['EC2'] : ['EXTERNAL', 'EC2'];
}

/** What DescribeTaskDefinition returns for a revision; its tags are a separate field. */
export function taskDefinitionView(definition: TaskDefinition): Record<string, unknown> {
  const { tags: _tags, ...input } = asBody(definition.input);
  return {
    volumes: [],
    placementConstraints: [],
    ...input,
    containerDefinitions: definition.input.containerDefinitions.map((container) => ({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      portMappings: [],
      ...container,
    })),
    taskDefinitionArn: definition.arn,
    revision: definition.revision,
    status: definition.status,
    compatibilities: compatibilities(definition.input),
    registeredAt: definition.registeredAt / 1000,
  };
}

/** Adds tags to a revision. */
export function tagTaskDefinition(definition: TaskDefinition, tags: readonly Tag[]): void {
  definition.tags = mergeTags(definition.tags, tags);
}
