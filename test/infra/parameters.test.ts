import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { type Parameter, parseTemplate, type Value } from '../../script/generate/cloudformation.ts';
import { OWN_REPOSITORY, type Texts, templateText } from '../helpers/stacks.ts';

const TEMPLATES = readdirSync(join(ROOT, 'infra')).filter((name) => /^[a-z-]+\.yml$/.test(name));

/** Parameters without a default: only the user, or another template of infra/, can know them. */
const WITHOUT_DEFAULT: Readonly<Record<string, readonly string[]>> = {
  'access.yml': [...Object.keys(OWN_REPOSITORY), 'TaskDefinitionArns', 'TaskRoleArn', 'ExecutionRoleArn'],
  'all-in-one.yml': Object.keys(OWN_REPOSITORY),
  'cluster.yml': ['Subnets', 'SecurityGroup'],
  'docker-hub-cache.yml': ['DockerHubSecretArn', 'TaskRole', 'ExecutionRole'],
};

/** The most that CloudFormation accepts in a request, in bytes (limit of CreateStack's TemplateBody). */
const TEMPLATE_BODY_AT_MOST = 51_200;

const all = parseTemplate(templateText('all-in-one.yml'));
const parameters: Readonly<Record<string, Parameter>> = Object.assign(
  {},
  ...TEMPLATES.map((name) => parseTemplate(templateText(name)).Parameters ?? {}),
  all.Parameters,
);

/**
 * Whether CloudFormation accepts a value: the whole text, or each item of a list, must match. Its patterns are Java's;
 * ours use only what is the same in JavaScript.
 */
function takes(parameter: Parameter, value: string): boolean {
  const { Type, AllowedPattern, AllowedValues, MinValue, MaxValue } = parameter;
  if (AllowedValues !== undefined) return AllowedValues.map(String).includes(value);
  if (Type === 'Number')
    return /^\d+$/.test(value) && Number(value) >= Number(MinValue) && Number(value) <= Number(MaxValue);
  const pattern = new RegExp(`^(?:${AllowedPattern})$`);
  return (Type === 'CommaDelimitedList' ? value.split(',') : [value]).every((item) => pattern.test(item));
}

/** cfn-lint, with these values for the template's parameters. */
function lint(template: string, parameters: Texts = {}): { status: number | null; output: string } {
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const values = given.length > 0 ? ['--parameters', ...given] : [];
  const command = process.env['CFN_LINT'];
  if (command === undefined) throw new Error('CFN_LINT is not set: run script/infra-test.');
  const { status, stdout, stderr } = spawnSync(command, ['--template', join(ROOT, 'infra', template), ...values], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe.each(TEMPLATES)('%s', (template) => {
  const { Parameters = {} } = parseTemplate(templateText(template));

  test('passes cfn-lint', () => {
    expect(lint(template)).toEqual({ status: 0, output: '' });
  });

  test('gives every parameter a description, limits, and a default within them', () => {
    for (const [name, parameter] of Object.entries(Parameters)) {
      expect([name, parameter.Description ?? '']).toEqual([name, expect.stringMatching(/\S.{10,}/)]);
      const { AllowedPattern, AllowedValues, MinValue, MaxValue } = parameter;
      expect([name, AllowedPattern ?? AllowedValues ?? (MinValue !== undefined && MaxValue)]).not.toEqual([
        name,
        false,
      ]);
      if (AllowedPattern !== undefined) expect(parameter['ConstraintDescription']).toBeDefined();
      if (parameter.Default !== undefined) {
        expect([name, takes(parameter, String(parameter.Default))]).toEqual([name, true]);
      }
    }
    const without = Object.keys(Parameters).filter((name) => Parameters[name]?.Default === undefined);
    expect(without.toSorted()).toEqual([...(WITHOUT_DEFAULT[template] ?? [])].toSorted());
  });
});

test('all in one can be sent by the AWS CLI unchanged, and its form groups every parameter', () => {
  expect(Buffer.byteLength(templateText('all-in-one.yml'))).toBeLessThanOrEqual(TEMPLATE_BODY_AT_MOST);
  const { ParameterGroups } = (all.Metadata as Record<string, { ParameterGroups: { Parameters: string[] }[] }>)[
    'AWS::CloudFormation::Interface'
  ] ?? { ParameterGroups: [] };
  expect(ParameterGroups.flatMap((group) => group.Parameters).toSorted()).toEqual(
    Object.keys(all.Parameters ?? {}).toSorted(),
  );
});

describe('a parameter is refused before anything is created', () => {
  test.each([
    ['Name', 'Runners'],
    ['Name', '1st'],
    ['Name', 'a-name-of-more-than-thirty-letters'],
    ['GitHubOwner', 'octo-org/octo-repo'],
    ['GitHubOwner', '*'],
    ['GitHubOwner', '_octo'],
    ['GitHubOwner', 'octo:org'],
    ['GitHubRepository', 'octo-org/octo-repo'],
    ['GitHubRepository', '*'],
    ['GitHubOwnerId', 'octo-org'],
    ['GitHubRepositoryId', ''],
    ['WorkflowFilter', '*:*'],
    ['WorkflowFilter', 'main'],
    ['WorkflowFilter', ''],
    ['WorkflowFilter', 'repo:octo-org/octo-repo:*'],
    ['OidcIssuer', 'https://token.actions.githubusercontent.com'],
    ['OidcIssuer', 'token.actions.githubusercontent.com/'],
    ['OidcIssuer', 'token.actions.githubusercontent.com/octo enterprise'],
    ['OidcIssuer', '*.ghe.com'],
    ['OidcIssuer', 'ghes.example.com", "x": "'],
    ['OidcIssuer', ''],
    ['GitHubSecretName', '*'],
    // The actions would mistake it for an SSM parameter.
    ['GitHubSecretName', '/runners/github'],
    ['Image', 'image with blanks'],
    ['Image', '$(reboot)'],
    ['Image', 'image;reboot'],
    ['ImageCredentials', 'my-secret'],
    ['Packages', 'make; reboot'],
    ['Packages', 'make  gcc'],
    ['DockerfileRepository', 'git@github.com:octo-org/octo-repo.git'],
    ['DockerfileRepository', 'https://github.com/$(reboot)'],
    ['Schedule', 'weekly'],
    ['DockerHubSecretArn', 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:docker-hub'],
    ['DockerHubPrefix', 'Docker Hub'],
    ['NetworkPrefix', '10.256'],
    ['NetworkPrefix', '8.8'],
    ['Subnets', 'subnet-0123456789abcdef0,my-subnet'],
    ['SecurityGroup', 'default'],
    ['InstanceType', 'large'],
    ['Architecture', 'x86_64'],
    ['Market', 'cheap'],
    ['MaxInstances', '0'],
    ['RootVolumeGib', '8'],
    ['WarmupSeconds', '-1'],
    ['Cpu', '2 vCPU'],
    ['Memory', '8 GB'],
    ['FargateSize', 'huge'],
    ['DockerSocket', 'yes'],
    ['DockerNetwork', 'awsvpc'],
    ['TaskRolePolicy', 'AdministratorAccess'],
    ['LogDays', '2'],
  ])('%s: %j', (name, value) => {
    const parameter = parameters[name];
    expect(parameter).toBeDefined();
    expect(parameter && takes(parameter, value)).toBe(false);
  });

  test.each([
    ['GitHubOwner', 'Octo-Org-2'],
    ['GitHubOwner', 'mona_octo'],
    ['GitHubOwner', 'old--name-'],
    ['WorkflowFilter', 'pull_request'],
    ['OidcIssuer', 'token.actions.githubusercontent.com/octo-enterprise'],
    ['OidcIssuer', 'token.actions.octocorp.ghe.com'],
    ['OidcIssuer', 'github.example.com/_services/token'],
    ['GitHubRepository', 'octo.repo_2'],
    ['WorkflowFilter', 'ref:refs/heads/release/*'],
    ['WorkflowFilter', 'environment:production'],
    ['Image', '123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner@sha256:0123'],
    ['Packages', 'g++ libssl-dev python3.12'],
    ['Packages', ''],
    ['DockerfileRepository', 'https://github.com/octo-org/runner-image.git'],
    ['Schedule', 'cron(0 3 ? * MON *)'],
    ['NetworkPrefix', '172.31'],
    ['Subnets', 'subnet-0123456789abcdef0,subnet-01234567'],
    ['InstanceType', 'u-6tb1.metal'],
    ['InstanceType', 'c7gd.16xlarge'],
    ['TaskRolePolicy', 'arn:aws-us-gov:iam::aws:policy/AmazonS3ReadOnlyAccess'],
  ])('but not %s: %j', (name, value) => {
    const parameter = parameters[name];
    expect(parameter && takes(parameter, value)).toBe(true);
  });

  test('also by cfn-lint, if it is one of a list, missing or unknown', () => {
    expect(lint('all-in-one.yml', OWN_REPOSITORY)).toEqual({ status: 0, output: '' });
    const bad = lint('all-in-one.yml', { ...OWN_REPOSITORY, Market: 'cheap' });
    expect(bad.status).not.toBe(0);
    expect(bad.output).toMatch(/cheap/);
    expect(lint('all-in-one.yml', { ...OWN_REPOSITORY, Markt: 'spot' }).output).toMatch(/Markt/);
    const { GitHubOwner: _left, ...rest } = OWN_REPOSITORY;
    expect(lint('all-in-one.yml', rest).output).toMatch(/GitHubOwner/);
  });
});

describe('parameters that contradict each other are refused', () => {
  const defaults = Object.fromEntries(
    Object.entries(all.Parameters ?? {}).map(([name, { Default }]) => [name, String(Default ?? '')]),
  );
  /** What the rules report for the defaults with these values. */
  const broken = (values: Texts): string[] =>
    Object.entries(all.Rules ?? {})
      .filter(([, rule]) => !holds(rule, { ...defaults, ...values }))
      .map(([name]) => name);
  const subnet = 'subnet-0123456789abcdef0';
  const group = 'sg-0123456789abcdef0';
  test.each([
    [{}, []],
    [{ Subnets: subnet, SecurityGroup: group }, []],
    [{ Subnets: subnet }, ['OwnSubnetsNeedASecurityGroup']],
    [{ SecurityGroup: group }, ['OwnSecurityGroupNeedsSubnets']],
    [{ InstanceType: 'm6i.large', SecondInstanceType: 'm5.large' }, []],
    [{ InstanceType: 'm6i.large' }, []],
    [{ SecondInstanceType: 'm5.large' }, ['SecondTypeNeedsFirst']],
    [{ InstanceType: 'm5.large', SecondInstanceType: 'm5.large' }, ['SecondTypeNeedsFirst']],
  ] as const)('%j: %j', (values, rules) => {
    expect(broken(values)).toEqual(rules);
  });
});

/** Evaluates a rule as CloudFormation does, for the functions that ours use. */
function holds(rule: Value, values: Texts): boolean {
  const { RuleCondition = null, Assertions } = rule as { RuleCondition?: Value; Assertions: { Assert: Value }[] };
  if (RuleCondition !== null && evaluate(RuleCondition, values) !== true) return true;
  return Assertions.every(({ Assert }) => evaluate(Assert, values) === true);
}

function evaluate(value: Value, values: Texts): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [[name, argument] = ['', null]] = Object.entries(value as Record<string, Value>);
  const items = (Array.isArray(argument) ? argument : [argument]) as Value[];
  switch (name) {
    case 'Ref':
      return values[String(argument)] ?? null;
    case 'Fn::Not':
      return evaluate(items[0] ?? null, values) !== true;
    case 'Fn::Equals':
      return evaluate(items[0] ?? null, values) === evaluate(items[1] ?? null, values);
    default:
      throw new Error(`No rule of ours uses ${name}.`);
  }
}
