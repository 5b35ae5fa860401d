import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeLaunchTemplatesCommand } from '@aws-sdk/client-ec2';
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { ListInstanceProfilesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { type Output, parseTemplate } from '../../script/generate/cloudformation.ts';
import { readStartInputs } from '../../start-runner/inputs.ts';
import { OWN_REPOSITORY, Stacks, type Texts, templateText } from '../helpers/stacks.ts';

const TEMPLATES = readdirSync(join(ROOT, 'infra')).filter((name) => /^[a-z-]+\.yml$/.test(name));

/** Resource types that moto's CloudFormation lacks: it silently leaves them out. */
const NOT_ON_MOTO = [
  'AWS::CodeBuild::Project',
  'AWS::ECR::PullThroughCacheRule',
  'AWS::ECS::CapacityProvider',
  'AWS::ECS::ClusterCapacityProviderAssociations',
  'AWS::IAM::OIDCProvider',
  'AWS::SecretsManager::Secret',
];

const EVERYTHING: Texts = {
  ...OWN_REPOSITORY,
  DockerInDocker: 'true',
  ImageCredentials: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-AbCdEf',
  TaskRolePolicy: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
};

/** What docker-hub-cache.yml, which is no part of the whole, takes from its user. */
const DOCKER_HUB: Texts = {
  DockerHubSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf',
};

let stacks: Stacks;
beforeAll(async () => {
  stacks = await Stacks.open();
});
afterEach(() => stacks.reset());
afterAll(() => stacks.close());

/** Deploys every template by itself, each with the earlier ones' outputs, and returns all outputs. */
async function deployOneByOne(): Promise<Texts> {
  const known: Record<string, string> = { ...EVERYTHING, ...DOCKER_HUB };
  for (const name of ['network', 'image', 'cluster', 'tasks', 'access', 'docker-hub-cache']) {
    const { Parameters = {} } = parseTemplate(templateText(`${name}.yml`));
    const given = Object.entries(known).filter(([key]) => key in Parameters);
    Object.assign(known, await stacks.deploy(`${name}.yml`, Object.fromEntries(given)));
  }
  return known;
}

/** The account's resources, of the kinds that moto both creates and deletes. */
async function inventory(): Promise<readonly unknown[]> {
  const { Roles = [] } = await stacks.iam.send(new ListRolesCommand({}));
  const { InstanceProfiles = [] } = await stacks.iam.send(new ListInstanceProfilesCommand({}));
  const { LaunchTemplates = [] } = await stacks.ec2.send(new DescribeLaunchTemplatesCommand({}));
  return [...Roles, ...InstanceProfiles, ...LaunchTemplates];
}

/** Parses inputs as start-runner does in a job that may use OIDC. */
function readAsStartRunner(block: string) {
  const inputs = parse(block) as Readonly<Record<string, unknown>>;
  const variables = Object.entries(inputs).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, String(value)] as const,
  );
  return readStartInputs({
    environment: {
      ...Object.fromEntries(variables),
      GITHUB_API_URL: 'https://api.github.com',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'octo-org/octo-repo',
      GITHUB_REPOSITORY_ID: '123456789',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.invalid/token',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
    },
    startCommand: { plain: ['bash'], forDockerSteps: ['bash'] },
  });
}

const inputsOf = (action: string): string[] =>
  Object.keys((parse(readFileSync(join(ROOT, action, 'action.yml'), 'utf8')) as { inputs: object }).inputs);

const toInputName = (output: string): string =>
  output.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

describe('all in one', () => {
  test('creates every resource of the types that moto has', async () => {
    await stacks.deploy('all-in-one.yml', EVERYTHING);
    const made = await stacks.resources('all-in-one.yml');
    const wanted = Object.entries(parseTemplate(templateText('all-in-one.yml')).Resources)
      .filter(([, { Type }]) => !NOT_ON_MOTO.includes(Type))
      .map(([name]) => name);
    expect(wanted.filter((name) => !made.get(name))).toEqual([]);
  });

  test('outputs inputs that start-runner accepts', async () => {
    const outputs = await stacks.deploy('all-in-one.yml', EVERYTHING);
    const known = inputsOf('start-runner');
    for (const name of ['DockerInputs', 'DockerInDockerInputs', 'PlainInputs', 'FargateInputs']) {
      const block = outputs[name] ?? '';
      expect(known).toEqual(expect.arrayContaining(Object.keys(parse(block) as object)));
      expect(readAsStartRunner(block).cluster).toEqual({ region: 'us-east-1', name: 'ecs-github-runner' });
    }
    const { launch } = readAsStartRunner(outputs['FargateInputs'] ?? '');
    expect(launch.subnets).toHaveLength(2);
    expect(launch.assignPublicIp).toBe(true);
    for (const action of ['stop-runner', 'sweep-runners']) {
      expect(inputsOf(action)).toEqual(
        expect.arrayContaining(Object.keys(parse(outputs['StopInputs'] ?? '') as object)),
      );
    }
  });

  test('names outputs that are single inputs like the inputs', () => {
    const { Outputs = {} } = parseTemplate(templateText('all-in-one.yml'));
    const single = Object.entries(Outputs).filter(([, { Description }]) => /^Input /.test(Description ?? ''));
    expect(single.length).toBeGreaterThan(0);
    for (const [name, { Description }] of single as [string, Output][]) {
      expect(Description).toBe(`Input ${toInputName(name)}`);
      expect(inputsOf('start-runner')).toContain(toInputName(name));
    }
  });

  test('names the task definitions that it creates, and leaves out what was not requested', async () => {
    const outputs = await stacks.deploy('all-in-one.yml', { ...OWN_REPOSITORY, DockerSocket: 'false' });
    expect(outputs).not.toHaveProperty('DockerInputs');
    expect(outputs).not.toHaveProperty('DockerInDockerInputs');
    for (const name of ['PlainInputs', 'FargateInputs']) {
      const { launch } = readAsStartRunner(outputs[name] ?? '');
      const { taskDefinition } = await stacks.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: launch.taskDefinition }),
      );
      expect(taskDefinition?.family).toBe(launch.taskDefinition);
    }
  });

  test("creates no network if it gets the user's own subnets, and outputs those", async () => {
    const own = { Subnets: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1', SecurityGroup: 'sg-0123456789abcdef0' };
    // moto accepts only subnets that exist, so these are from a separate network.
    const network = await stacks.deploy('network.yml');
    const outputs = await stacks.deploy('all-in-one.yml', { ...OWN_REPOSITORY, ...own, ...network });
    const made = await stacks.resources('all-in-one.yml');
    expect([...made.keys()]).not.toContain('Vpc');
    const { launch } = readAsStartRunner(outputs['FargateInputs'] ?? '');
    expect(launch.subnets.join(',')).toBe(network['Subnets']);
    expect(launch.securityGroups).toEqual([network['SecurityGroup']]);
    expect(launch.assignPublicIp).toBe(false);
  });
});

test("each template can be deployed by itself, with the others' outputs", async () => {
  const outputs = await deployOneByOne();
  const together = await stacks.role(outputs['RoleToAssume'] ?? '');
  expect([...together.policies.keys()].toSorted()).toEqual([
    'read-why-runners-do-not-come',
    'start-stop-and-sweep-runners',
  ]);
  const { policies } = await stacks.role(outputs['TaskRole'] ?? '');
  expect([...policies.keys()]).toEqual(['pull-images-of-docker-hub']);
});

/**
 * moto cannot delete route tables with associations, so the network is another stack's. It keeps clusters and task
 * definitions, because its CloudFormation cannot delete them.
 */
describe('removal', () => {
  test('of the stack leaves nothing', async () => {
    const network = await stacks.deploy('network.yml');
    await stacks.deploy('all-in-one.yml', { ...EVERYTHING, ...network });
    expect(await inventory()).not.toEqual([]);
    await stacks.delete('all-in-one.yml');
    expect(await inventory()).toEqual([]);
  });

  // moto does not roll back: it keeps what existed before the failure. DeleteStack does what a rollback would.
  test('of a stack that failed halfway leaves nothing', async () => {
    const network = await stacks.deploy('network.yml');
    const text = templateText('all-in-one.yml');
    const last =
      ' Impossible:\n  Type: AWS::EC2::Subnet\n  Properties:\n   VpcId: vpc-00000000\n   CidrBlock: 10.0.0.0/24\n';
    const broken = text.replace('\nOutputs:\n', `\n${last}Outputs:\n`);
    await expect(stacks.deploy('all-in-one.yml', { ...EVERYTHING, ...network }, broken)).rejects.toThrow(
      'vpc-00000000',
    );
    expect(await inventory()).not.toEqual([]);
    await stacks.delete('all-in-one.yml');
    expect(await inventory()).toEqual([]);
  });

  test.each(TEMPLATES)('%s: nothing is kept when it is deleted or replaced', (template) => {
    for (const resource of Object.values(parseTemplate(templateText(template)).Resources)) {
      expect([undefined, 'Delete']).toContain(resource['DeletionPolicy']);
      expect([undefined, 'Delete']).toContain(resource['UpdateReplacePolicy']);
      if (resource.Type === 'AWS::ECR::Repository') expect(resource.Properties).toMatchObject({ EmptyOnDelete: true });
    }
  });
});
