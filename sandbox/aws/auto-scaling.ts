import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import type { AutoScalingGroupState } from '../surroundings-contract.ts';
import { authorize } from './access.ts';
import { groupArn } from './capacity-operations.ts';
import type { EcsContext } from './ecs-context.ts';
import { AwsError } from './errors.ts';
import { listed } from './query.ts';
import { authenticate } from './sts.ts';
import { type Xml, xmlAnswer, xmlError } from './wire.ts';

const NAMESPACE = 'http://autoscaling.amazonaws.com/doc/2011-01-01/';

/** Answers a request to Auto Scaling (awsQuery protocol): only reads of groups. */
export function handleAutoScaling(context: EcsContext, request: SandboxRequest, action: string): SandboxAnswer {
  try {
    const principal = authenticate(context, request);
    // Its read actions have no resource in IAM.
    authorize(principal, { action: `autoscaling:${action}`, resource: '*', context: {} });
    return xmlAnswer(action, answer(context, action, new URLSearchParams(request.body)), NAMESPACE);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code !== 'AccessDeniedException') return xmlError(error, NAMESPACE);
    return xmlError(new AwsError({ code: 'AccessDenied', message: error.message, status: 403 }), NAMESPACE);
  }
}

function answer(context: EcsContext, action: string, form: URLSearchParams): Xml {
  const { surroundings, place } = context;
  switch (action) {
    case 'DescribeAutoScalingGroups': {
      // A group that does not exist is left out.
      const groups = listed(form, 'AutoScalingGroupNames.member').flatMap(
        (name) => surroundings.groups.get(name) ?? [],
      );
      return {
        AutoScalingGroups: {
          member: groups.map((group) => groupView(group, groupArn(place, group.name))),
        },
      };
    }
    case 'DescribeScalingActivities': {
      const group = surroundings.groups.get(form.get('AutoScalingGroupName') ?? '');
      if (group === undefined)
        throw new AwsError({ code: 'ValidationError', message: 'AutoScalingGroup name not found' });
      return { Activities: { member: activities(group).slice(0, Number(form.get('MaxRecords') ?? 100)) } };
    }
    default:
      throw new AwsError({ code: 'InvalidAction', message: `sandbox: autoscaling ${action} is not modelled` });
  }
}

function groupView(group: AutoScalingGroupState, arn: string): Xml {
  const { name, desired, max, instances = [], suspendedProcesses = [] } = group;
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: arn,
    MinSize: 0,
    MaxSize: max,
    DesiredCapacity: desired,
    DefaultCooldown: 300,
    HealthCheckType: 'EC2',
    AvailabilityZones: { member: ['us-east-1a'] },
    CreatedTime: new Date(0).toISOString(),
    Instances: {
      member: instances.map(({ id }) => ({
        InstanceId: id,
        AvailabilityZone: 'us-east-1a',
        LifecycleState: 'InService',
        HealthStatus: 'Healthy',
        ProtectedFromScaleIn: 'false',
      })),
    },
    SuspendedProcesses: { member: suspendedProcesses.map((process) => ({ ProcessName: process })) },
  };
}

function activities({ name, activities: all = [] }: AutoScalingGroupState): readonly Xml[] {
  return all.map(({ startedAt, status, message }, index) => ({
    ActivityId: `activity-${index}`,
    AutoScalingGroupName: name,
    Cause: 'an instance was started in response to a difference between desired and actual capacity.',
    Description: 'Launching a new EC2 instance',
    StartTime: new Date(startedAt).toISOString(),
    StatusCode: status,
    StatusMessage: message,
  }));
}
