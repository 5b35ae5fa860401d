import { addStarterRole, type World } from '../../sandbox/harness/world.ts';
import type { PolicyStatement } from '../../sandbox/index.ts';

/** The log group of these cases' containers. */
export const LOG_GROUP = '/ecs/runner';

/** The permissions that only the diagnosis of a failed start uses: the statements of the README. */
export function diagnosisStatements({ sandbox }: World): readonly PolicyStatement[] {
  const { partition, region, account } = sandbox.aws;
  return [
    {
      Effect: 'Allow',
      Action: [
        'ecs:DescribeClusters',
        'ecs:ListContainerInstances',
        'ecs:DescribeContainerInstances',
        'ecs:DescribeCapacityProviders',
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeScalingActivities',
        'ec2:DescribeInstances',
        'ec2:DescribeSubnets',
        'ec2:DescribeRouteTables',
        'ec2:DescribeVpcEndpoints',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: 'logs:GetLogEvents',
      Resource: `arn:${partition}:logs:${region}:${account}:log-group:${LOG_GROUP}:log-stream:*`,
    },
  ];
}

/** Creates a starter role that has these as well; returns its ARN. */
export function addDiagnosisRole(world: World): string {
  const { aws } = world.sandbox;
  const passed = ['task', 'execution'].map((name) => `arn:${aws.partition}:iam::${aws.account}:role/${name}`);
  return addStarterRole(world.sandbox, passed, { name: 'starter-diagnosis', statements: diagnosisStatements(world) });
}
