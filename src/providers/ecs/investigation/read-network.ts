import type { Finding } from '../../../core/compute.ts';
import { judgeWaysOut, tableOf, waysOut } from './network.ts';
import type { Reads } from './reads.ts';

/** Whether a subnet leads a task to its image and to GitHub. */
export async function investigateSubnet(
  subnet: string,
  options: { hasPublicAddress: boolean; isFargate: boolean; reads: Reads },
): Promise<readonly Finding[]> {
  const { reads, ...task } = options;
  const { EC2Client, DescribeRouteTablesCommand, DescribeSubnetsCommand, DescribeVpcEndpointsCommand } = await import(
    '@aws-sdk/client-ec2'
  );
  const client = reads.client((config) => new EC2Client(config));
  const { signal: abortSignal } = reads;
  const subnets = await reads.read('ec2:DescribeSubnets', () =>
    client.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }), { abortSignal }),
  );
  const vpc = subnets?.Subnets?.[0]?.VpcId;
  if (vpc === undefined) return [];
  const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
  const [tables, endpoints] = await Promise.all([
    reads.read('ec2:DescribeRouteTables', () =>
      client.send(new DescribeRouteTablesCommand({ Filters }), { abortSignal }),
    ),
    reads.read('ec2:DescribeVpcEndpoints', () =>
      client.send(new DescribeVpcEndpointsCommand({ Filters }), { abortSignal }),
    ),
  ]);
  const table = tables && tableOf(tables.RouteTables ?? [], { id: subnet, vpc });
  if (table === undefined) return [];
  return judgeWaysOut({
    ...task,
    subnet,
    ways: waysOut(table),
    endpoints: (endpoints?.VpcEndpoints ?? []).flatMap(({ ServiceName }) => ServiceName ?? []),
  });
}
