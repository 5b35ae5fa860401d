import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import type { RouteTarget } from '../surroundings-contract.ts';
import { authorize } from './access.ts';
import type { EcsContext } from './ecs-context.ts';
import { AwsError } from './errors.ts';
import type { Principal } from './identities.ts';
import { filterOf, listed } from './query.ts';
import type { Subnet, Surroundings } from './surroundings.ts';
import { type Xml, xmlAnswerEc2, xmlErrorEc2 } from './wire.ts';

type Read = (surroundings: Surroundings, form: URLSearchParams) => Xml;

const READS: Readonly<Record<string, Read>> = {
  DescribeInstances: describeInstances,
  DescribeRouteTables: describeRouteTables,
  DescribeSubnets: describeSubnets,
  DescribeVpcEndpoints: describeVpcEndpoints,
};

/** Answers a request to EC2 (its own query protocol): only reads of instances and networks. */
export function handleEc2(context: EcsContext, request: SandboxRequest, action: string): SandboxAnswer {
  try {
    const read = Object.hasOwn(READS, action) ? READS[action] : undefined;
    if (read === undefined) {
      throw new AwsError({ code: 'InvalidAction', message: `sandbox: ec2 ${action} is not modelled` });
    }
    const principal = authenticate(context, request);
    // Its Describe actions have no resource in IAM.
    authorize(principal, { action: `ec2:${action}`, resource: '*', context: {} });
    return xmlAnswerEc2(action, read(context.surroundings, new URLSearchParams(request.body)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code !== 'AccessDeniedException') return xmlErrorEc2(error);
    const message = `You are not authorized to perform this operation. ${error.message.replace(/ on resource: \S+/, '')}`;
    return xmlErrorEc2(new AwsError({ code: 'UnauthorizedOperation', message, status: 403 }));
  }
}

function authenticate({ identities }: EcsContext, request: SandboxRequest): Principal {
  const found = identities.identify(request);
  switch (found.kind) {
    case 'known':
      return found.key.principal;
    case 'expired':
      throw new AwsError({ code: 'RequestExpired', message: 'Request has expired.' });
    case 'missing':
    case 'unknown':
    case 'untimely':
      throw new AwsError({
        code: 'AuthFailure',
        message: 'AWS was not able to validate the provided access credentials',
        status: 401,
      });
  }
}

function describeInstances({ groups }: Surroundings, form: URLSearchParams): Xml {
  const all = [...groups.values()].flatMap(({ instances = [] }) => instances);
  const found = listed(form, 'InstanceId').map((id) => {
    const instance = all.find((each) => each.id === id);
    if (instance !== undefined) return instance;
    throw new AwsError({ code: 'InvalidInstanceID.NotFound', message: `The instance ID '${id}' does not exist` });
  });
  return {
    reservationSet: {
      item: found.map(({ id, launchedAt }) => ({
        reservationId: `r-${id.slice(2)}`,
        instancesSet: {
          item: [
            {
              instanceId: id,
              instanceState: { code: 16, name: 'running' },
              launchTime: new Date(launchedAt).toISOString(),
            },
          ],
        },
      })),
    },
  };
}

function describeSubnets({ subnets }: Surroundings, form: URLSearchParams): Xml {
  const found = listed(form, 'SubnetId').map((id) => {
    const subnet = subnets.get(id);
    if (subnet !== undefined) return subnet;
    throw new AwsError({ code: 'InvalidSubnetID.NotFound', message: `The subnet ID '${id}' does not exist` });
  });
  return { subnetSet: { item: found.map(({ id, vpcId }) => ({ subnetId: id, vpcId, state: 'available' })) } };
}

/** Every VPC has a main table; a subnet with its own table is associated with that one. */
function describeRouteTables({ subnets }: Surroundings, form: URLSearchParams): Xml {
  const vpcs = filterOf(form, 'vpc-id') ?? [...new Set([...subnets.values()].map(({ vpcId }) => vpcId))];
  const tables = vpcs.flatMap((vpcId): Xml[] => {
    const own = [...subnets.values()].filter((subnet) => subnet.vpcId === vpcId);
    const onMain = own.find(({ usesMainTable }) => usesMainTable === true);
    return [
      table(vpcId, { routeTableAssociationId: 'rtbassoc-main', main: 'true' }, routesOf(onMain)),
      ...own
        .filter(({ usesMainTable }) => usesMainTable !== true)
        .map((subnet) => table(vpcId, { subnetId: subnet.id, main: 'false' }, routesOf(subnet))),
    ];
  });
  return { routeTableSet: { item: tables } };
}

const TARGETS: Readonly<Record<RouteTarget, Record<string, string>>> = {
  'internet-gateway': { gatewayId: 'igw-0123456789abcdef0', state: 'active' },
  'nat-gateway': { natGatewayId: 'nat-0123456789abcdef0', state: 'active' },
  'egress-only-gateway': { egressOnlyInternetGatewayId: 'eigw-0123456789abcdef0', state: 'active' },
  'gateway-endpoint': { gatewayId: 'vpce-0123456789abcdef0', state: 'active' },
  blackhole: { natGatewayId: 'nat-0fedcba9876543210', state: 'blackhole' },
};

function routesOf(subnet: Subnet | undefined): readonly Xml[] {
  const { defaultRoute = 'none', routes = [] } = subnet ?? {};
  const all = [...(defaultRoute === 'none' ? [] : [{ to: '0.0.0.0/0', target: defaultRoute }]), ...routes];
  return all.map(({ to, target }) => ({ [destinationField(to)]: to, ...TARGETS[target] }));
}

function destinationField(to: string): string {
  if (to.startsWith('pl-')) return 'destinationPrefixListId';
  return to.includes(':') ? 'destinationIpv6CidrBlock' : 'destinationCidrBlock';
}

function table(vpcId: string, association: Xml, routes: readonly Xml[]): Xml {
  const local = { destinationCidrBlock: '10.0.0.0/16', gatewayId: 'local', state: 'active' };
  return {
    routeTableId: 'rtb-0123456789abcdef0',
    vpcId,
    associationSet: { item: [association] },
    routeSet: { item: [local, ...routes] },
  };
}

function describeVpcEndpoints({ endpoints }: Surroundings, form: URLSearchParams): Xml {
  const vpcs = filterOf(form, 'vpc-id');
  const found = endpoints.filter(({ vpcId }) => vpcs === undefined || vpcs.includes(vpcId));
  return {
    vpcEndpointSet: {
      item: found.map(({ vpcId, service }) => ({
        vpcEndpointId: 'vpce-0123456789abcdef0',
        vpcId,
        serviceName: service,
        state: 'available',
      })),
    },
  };
}
