import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Task } from '@aws-sdk/client-ecs';
import type { Finding } from '../../../core/compute.ts';
import { SETTING } from '../../../core/words.ts';

/** The route out of a subnet's VPC, for one family of addresses; `unsure` if only a part of the internet has one. */
export type WayOut = 'internet-gateway' | 'other' | 'blackhole' | 'none' | 'unsure';

/** The routes out of a subnet's VPC. */
export interface WaysOut {
  readonly ipv4: WayOut;
  readonly ipv6: WayOut;
}

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

/** A table's routes to the whole internet, for IPv4 and IPv6 apart: a task uses the family that its peer answers on. */
export function waysOut({ Routes = [] }: RouteTable): WaysOut {
  return { ipv4: wayOut(Routes, IPV4), ipv6: wayOut(Routes, IPV6) };
}

interface Family {
  readonly destination: (route: Route) => string | undefined;
  readonly everything: string;
  /** Together they are as good as one route to everything, and win over it. */
  readonly halves: readonly [string, string];
  /** Networks in which GitHub is not. */
  readonly inside: RegExp;
}

const IPV4: Family = {
  destination: (route) => route.DestinationCidrBlock,
  everything: '0.0.0.0/0',
  halves: ['0.0.0.0/1', '128.0.0.0/1'],
  inside: /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254)\./,
};

const IPV6: Family = {
  destination: (route) => route.DestinationIpv6CidrBlock,
  everything: '::/0',
  halves: ['::/1', '8000::/1'],
  inside: /^f[cde]/i,
};

function wayOut(routes: readonly Route[], family: Family): WayOut {
  const to = (destination: string): Route | undefined =>
    routes.find((route) => family.destination(route) === destination);
  const everything = to(family.everything);
  const [first, second] = family.halves;
  const [one, two] = [target(to(first) ?? everything), target(to(second) ?? everything)];
  if (isDead(one) !== isDead(two)) return 'unsure';
  if (one === 'other' && two === 'other') return 'other';
  const narrower = routes.filter(
    (route) => ![family.everything, ...family.halves].includes(family.destination(route) ?? ''),
  );
  if (narrower.some((route) => mayLeadToGitHub(route, family))) return 'unsure';
  if (isDead(one)) return one === 'blackhole' ? one : two;
  return one === two ? one : 'unsure';
}

function target(route: Route | undefined): WayOut {
  if (route === undefined) return 'none';
  if (route.State === 'blackhole') return 'blackhole';
  return route.GatewayId?.startsWith('igw-') === true ? 'internet-gateway' : 'other';
}

/** Whether nothing comes through there. */
function isDead(way: WayOut): boolean {
  return way === 'none' || way === 'blackhole';
}

/** Whether a route to a part of the internet may include GitHub: which addresses it has is not known here. */
function mayLeadToGitHub(route: Route, family: Family): boolean {
  if (route.State === 'blackhole' || route.GatewayId === 'local') return false;
  // A gateway endpoint's list holds addresses of S3 or DynamoDB; of any other, the addresses are not known.
  if (route.DestinationPrefixListId !== undefined) return route.GatewayId?.startsWith('vpce-') !== true;
  const destination = family.destination(route);
  return destination !== undefined && !family.inside.test(destination);
}

/**
 * Finds a subnet from which a task cannot reach GitHub, judging by what is sure: the way for IPv4. Over IPv6 a task
 * reaches only peers that answer on it, and only if it has such an address.
 */
export function judgeWaysOut(options: {
  subnet: string;
  ways: WaysOut;
  hasPublicAddress: boolean;
  isFargate: boolean;
  /** Names of the VPC's endpoints, such as `com.amazonaws.eu-central-1.ecr.api`. */
  endpoints: readonly string[];
}): readonly Finding[] {
  const { subnet, ways, hasPublicAddress, isFargate, endpoints } = options;
  const nat = 'use a subnet whose default route for IPv4 leads to a NAT gateway';
  const overIpv6 = isDead(ways.ipv6)
    ? undefined
    : 'over IPv4 the task reaches neither its image nor GitHub; over IPv6 the subnet has a way out, which helps only a ' +
      'task with an IPv6 address, and only to what answers on IPv6.';
  switch (ways.ipv4) {
    case 'other':
    case 'unsure':
      return [];
    case 'internet-gateway':
      if (hasPublicAddress) return [];
      return [
        {
          message:
            `The task has no public address, and the only way out of subnet ${subnet} for IPv4 is an internet gateway, ` +
            `which serves only public addresses: ${overIpv6 ?? 'the task reaches neither its image nor GitHub.'}`,
          hint: isFargate
            ? `Set ${SETTING.assignedPublicIp}, or ${nat}.`
            : `Tasks on EC2 get no public address: ${nat}.`,
        },
      ];
    case 'blackhole':
    case 'none': {
      const why =
        ways.ipv4 === 'none'
          ? 'has no default route for IPv4'
          : 'has a default route for IPv4 to a target that no longer exists';
      const names = endpoints.map((name) => name.replace(/^com\.amazonaws\.[^.]+\./, ''));
      const inside = names.length > 0 ? ` The endpoints of its VPC (${names.join(', ')}) do not lead to GitHub.` : '';
      return [
        {
          message: `Subnet ${subnet} ${why}: ${overIpv6 ?? 'without a proxy the task cannot reach GitHub.'}${inside}`,
          hint: `In ${SETTING.subnets}, ${nat}${isFargate ? `, or one with an internet gateway and ${SETTING.assignedPublicIp}` : ''}.`,
        },
      ];
    }
  }
}
