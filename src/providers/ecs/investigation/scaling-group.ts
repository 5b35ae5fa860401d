import type { Activity, AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Instance } from '@aws-sdk/client-ec2';
import type { Finding } from '../../../core/compute.ts';
import { shorten } from '../../../core/util/shorten.ts';

/** An instance boots and joins its cluster in 1 to 3 minutes; after this long it never will, milliseconds. */
const JOINS_WITHIN_MS = 5 * 60_000;

/** Older activities are unrelated, milliseconds. */
const RECENT_MS = 60 * 60_000;

/** Finds a group that cannot or must not start another instance. */
export function judgeGroup(group: AutoScalingGroup): readonly Finding[] {
  const { AutoScalingGroupName: name, DesiredCapacity: desired = 0, MaxSize: max = 0 } = group;
  const findings: Finding[] = [];
  if (desired >= max) {
    findings.push({
      message: `The Auto Scaling group ${name} is at its maximum: ${desired} of at most ${max} instances are requested.`,
      hint: `Raise the maximum of the Auto Scaling group ${name}, or wait until some runners have ended.`,
    });
  }
  const suspended = (group.SuspendedProcesses ?? []).filter(({ ProcessName }) => ProcessName === 'Launch');
  if (suspended.length > 0) {
    findings.push({
      message: `The Auto Scaling group ${name} starts no instances: its process Launch is suspended.`,
      hint: `Resume it: aws autoscaling resume-processes --auto-scaling-group-name ${name} --scaling-processes Launch.`,
    });
  }
  return findings;
}

/** Explains why the group's last attempt to start an instance failed: the newest activity supersedes older ones. */
export function judgeActivities(
  activities: readonly Activity[],
  options: { group: string; now: number },
): readonly Finding[] {
  const { group, now } = options;
  const [newest] = activities.toSorted((a, b) => (b.StartTime?.getTime() ?? 0) - (a.StartTime?.getTime() ?? 0));
  if (newest === undefined || (newest.StatusCode !== 'Failed' && newest.StatusCode !== 'Cancelled')) return [];
  if (now - (newest.StartTime?.getTime() ?? 0) > RECENT_MS) return [];
  const why = shorten(newest.StatusMessage || newest.Description || 'it gives no reason', 500);
  return [
    {
      message: `The Auto Scaling group ${group} could not start an instance: ${why}`,
      hint: scalingHint(why, group),
    },
  ];
}

function scalingHint(why: string, group: string): string {
  if (/VcpuLimitExceeded|limit|quota/i.test(why))
    return 'Request a higher limit of EC2 vCPUs from AWS (Service Quotas).';
  if (/sufficient|capacity/i.test(why)) {
    return `Give the Auto Scaling group ${group} more instance types and zones, or set another capacity.`;
  }
  return `Correct the launch template of the Auto Scaling group ${group} as the message says.`;
}

/** Finds instances of the group that have run long enough but have not joined the cluster. */
export function judgeStrays(
  instances: readonly Instance[],
  options: { group: string; cluster: string; joined: ReadonlySet<string>; now: number },
): readonly Finding[] {
  const { group, cluster, joined, now } = options;
  const strays = instances.filter(
    ({ InstanceId, State, LaunchTime }) =>
      State?.Name === 'running' &&
      !joined.has(InstanceId ?? '') &&
      now - (LaunchTime?.getTime() ?? now) > JOINS_WITHIN_MS,
  );
  if (strays.length === 0) return [];
  const ids = strays.map(({ InstanceId }) => InstanceId);
  return [
    {
      message:
        `${strays.length} instances of the Auto Scaling group ${group} are running but have not joined cluster ${cluster}: ` +
        `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}.`,
      hint:
        `Check that their image has the ECS agent, their user data sets ECS_CLUSTER=${cluster} in /etc/ecs/ecs.config, their ` +
        'instance profile has AmazonEC2ContainerServiceforEC2Role, and their subnet reaches the ECS endpoints.',
    },
  ];
}
