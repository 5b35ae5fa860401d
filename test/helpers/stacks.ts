import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { startMotoProcess } from '../../sandbox/moto/process.ts';

/** An IAM policy document as read back. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

export type Texts = Readonly<Record<string, string>>;

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** Parameters that only a user can know. */
export const OWN_REPOSITORY: Texts = {
  GitHubOwner: 'octo-org',
  GitHubRepository: 'octo-repo',
  GitHubOwnerId: '4321',
  GitHubRepositoryId: '123456789',
  WorkflowFilter: '*',
};

/** CloudFormation as moto models it, in its own account. Close it, or its process stays behind. */
export class Stacks {
  readonly cloudFormation: CloudFormationClient;
  readonly ec2: EC2Client;
  readonly ecs: ECSClient;
  readonly iam: IAMClient;
  readonly #url: string;
  readonly #end: () => Promise<void>;

  private constructor(moto: { url: string; close: () => Promise<void> }) {
    const settings = {
      endpoint: moto.url,
      region: REGION,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'moto-does-not-check-signatures' },
      maxAttempts: 1,
    };
    this.cloudFormation = new CloudFormationClient(settings);
    this.ec2 = new EC2Client(settings);
    this.ecs = new ECSClient(settings);
    this.iam = new IAMClient(settings);
    this.#url = moto.url;
    this.#end = () => moto.close();
  }

  static async open(): Promise<Stacks> {
    return new Stacks(await startMotoProcess({ account: ACCOUNT }));
  }

  /** Deletes everything created so far. */
  async reset(): Promise<void> {
    await fetch(`${this.#url}/moto-api/reset`, { method: 'POST' });
  }

  /** Deploys a template of infra/, or `text`, and returns its outputs. */
  async deploy(template: string, parameters: Texts = {}, text = templateText(template)): Promise<Texts> {
    const StackName = stackName(template);
    await this.cloudFormation.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: text,
        Capabilities: ['CAPABILITY_IAM'],
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      }),
    );
    const { Stacks: [stack] = [] } = await this.cloudFormation.send(new DescribeStacksCommand({ StackName }));
    if (stack?.StackStatus !== 'CREATE_COMPLETE') throw new Error(`${StackName} is ${stack?.StackStatus}`);
    return Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  }

  async delete(template: string): Promise<void> {
    await this.cloudFormation.send(new DeleteStackCommand({ StackName: stackName(template) }));
  }

  /** The logical and physical id of each resource of a stack; moto leaves out the types that it does not model. */
  async resources(template: string): Promise<ReadonlyMap<string, string>> {
    const { StackResources = [] } = await this.cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: stackName(template) }),
    );
    return new Map(
      StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
        LogicalResourceId,
        PhysicalResourceId,
      ]),
    );
  }

  /** A role's trust policy and policies, by its ARN or name. */
  async role(arnOrName: string): Promise<{ trust: PolicyDocument; policies: ReadonlyMap<string, PolicyDocument> }> {
    const RoleName = arnOrName.split('/').at(-1) ?? '';
    const { Role } = await this.iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await this.iam.send(new ListRolePoliciesCommand({ RoleName }));
    const policies = new Map<string, PolicyDocument>();
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await this.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      policies.set(PolicyName, readDocument(PolicyDocument));
    }
    return { trust: readDocument(Role?.AssumeRolePolicyDocument), policies };
  }

  async close(): Promise<void> {
    for (const client of [this.cloudFormation, this.ec2, this.ecs, this.iam]) client.destroy();
    await this.#end();
  }
}

/** The text of a template of infra/. */
export function templateText(template: string): string {
  return readFileSync(join(ROOT, 'infra', template), 'utf8');
}

function stackName(template: string): string {
  return template.replace(/\.yml$/, '');
}

function readDocument(encoded: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(encoded ?? '')) as PolicyDocument;
}
