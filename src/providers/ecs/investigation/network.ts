import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Task } from '@aws-sdk/client-ecs';
import type { Finding } from '../../../core/compute.ts';
import { SETTING } from '../../../core/words.ts';

/** The route out of a subnet's VPC. */
export type WayOut = 'internet-gateway' | 'other' | 'blackhole' | 'none';

/** The subnet of a task's network interface; undefined until it has one. */
export function subnetOf(task: Task): string | undefined {
  const details = (task.attachments ?? []).flatMap((attachment) => attachment.details ?? []);
  return details.find(({ name }) => name === 'subnetId')?.value;
}

/** The route table of a subnet: the one associated with it, or its VPC's main one. */
export function tableOf(tables: readonly RouteTable[], subnet: { id: string; vpc: string }): RouteTable | undefined {
  const explicit = tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet.id));
  return (
    explicit ??
    tables.find(
      ({ VpcId, Associations = [] }) => VpcId === subnet.vpc && Associations.some(({ Main }) => Main === true),
    )
  );
}

/** The target of a table's default route (IPv4 or IPv6). */
export function wayOut({ Routes = [] }: RouteTable): WayOut {
  const defaults = Routes.filter(
    (route) => route.DestinationCidrBlock === '0.0.0.0/0' || route.DestinationIpv6CidrBlock === '::/0',
  );
  const active = defaults.filter(({ State }) => State !== 'blackhole');
  if (active.length === 0) return defaults.length > 0 ? 'blackhole' : 'none';
  return active.some((route) => !isInternetGateway(route)) ? 'other' : 'internet-gateway';
}

function isInternetGateway({ GatewayId }: Route): boolean {
  return GatewayId?.startsWith('igw-') === true;
}

/** Finds a subnet from which a task cannot reach GitHub. */
export function judgeWayOut(options: {
  subnet: string;
  way: WayOut;
  hasPublicAddress: boolean;
  isFargate: boolean;
  /** Names of the VPC's endpoints, such as `com.amazonaws.eu-central-1.ecr.api`. */
  endpoints: readonly string[];
}): readonly Finding[] {
  const { subnet, way, hasPublicAddress, isFargate, endpoints } = options;
  const nat = 'use a subnet whose default route leads to a NAT gateway';
  switch (way) {
    case 'other':
      return [];
    case 'internet-gateway':
      if (hasPublicAddress) return [];
      return [
        {
          message:
            `The task has no public address, and the only way out of subnet ${subnet} is an internet gateway, which ` +
            'serves only public addresses: the task reaches neither its image nor GitHub.',
          hint: isFargate
            ? `Set ${SETTING.assignedPublicIp}, or ${nat}.`
            : `Tasks on EC2 get no public address: ${nat}.`,
        },
      ];
    case 'blackhole':
    case 'none': {
      const why = way === 'none' ? 'has no default route' : 'has a default route to a target that no longer exists';
      const names = endpoints.map((name) => name.replace(/^com\.amazonaws\.[^.]+\./, ''));
      const inside = names.length > 0 ? ` The endpoints of its VPC (${names.join(', ')}) do not lead to GitHub.` : '';
      return [
        {
          message: `Subnet ${subnet} ${why}: without a proxy the task cannot reach GitHub.${inside}`,
          hint: `In ${SETTING.subnets}, ${nat}${isFargate ? `, or one with an internet gateway and ${SETTING.assignedPublicIp}` : ''}.`,
        },
      ];
    }
  }
}
