import type { RouteTable } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import {
  judgeWayOut,
  subnetOf,
  tableOf,
  type WayOut,
  wayOut,
} from '../../../../../src/providers/ecs/investigation/network.ts';

const MAIN: RouteTable = { RouteTableId: 'main', VpcId: 'vpc-1', Associations: [{ Main: true }] };
const OWN: RouteTable = { RouteTableId: 'own', VpcId: 'vpc-1', Associations: [{ SubnetId: 'subnet-1' }] };

test('a subnet uses the route table it is associated with, otherwise the main one of its VPC', () => {
  expect(tableOf([MAIN, OWN], { id: 'subnet-1', vpc: 'vpc-1' })).toBe(OWN);
  expect(tableOf([MAIN, OWN], { id: 'subnet-2', vpc: 'vpc-1' })).toBe(MAIN);
  expect(tableOf([MAIN, OWN], { id: 'subnet-2', vpc: 'vpc-2' })).toBeUndefined();
});

const LOCAL = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' } as const;
const ANYWHERE = '0.0.0.0/0';

test.each<[string, RouteTable['Routes'], WayOut]>([
  ['none', [LOCAL], 'none'],
  ['an internet gateway', [LOCAL, { DestinationCidrBlock: ANYWHERE, GatewayId: 'igw-1' }], 'internet-gateway'],
  ['a NAT gateway', [{ DestinationCidrBlock: ANYWHERE, NatGatewayId: 'nat-1' }], 'other'],
  ['a transit gateway', [{ DestinationCidrBlock: ANYWHERE, TransitGatewayId: 'tgw-1' }], 'other'],
  ['a NAT instance', [{ DestinationCidrBlock: ANYWHERE, NetworkInterfaceId: 'eni-1' }], 'other'],
  ['an egress-only gateway', [{ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' }], 'other'],
  ['something deleted', [{ DestinationCidrBlock: ANYWHERE, NatGatewayId: 'nat-1', State: 'blackhole' }], 'blackhole'],
])('the way out: %s', (_what, Routes, expected) => {
  expect(wayOut({ Routes: Routes ?? [] })).toBe(expected);
});

describe('a subnet', () => {
  const judge = (way: WayOut, change: Partial<Parameters<typeof judgeWayOut>[0]> = {}) =>
    judgeWayOut({ subnet: 'subnet-1', way, hasPublicAddress: false, isFargate: true, endpoints: [], ...change })
      .map(({ message, hint }) => `${message} -> ${hint}`)
      .join();

  test('that leads out is no finding, and neither is a public address behind an internet gateway', () => {
    expect(judge('other')).toBe('');
    expect(judge('internet-gateway', { hasPublicAddress: true })).toBe('');
  });

  test('behind an internet gateway needs a public address, which only Fargate assigns', () => {
    expect(judge('internet-gateway')).toMatch(/-> Set ⟦a public address⟧, or use a subnet .* NAT gateway\.$/);
    expect(judge('internet-gateway', { isFargate: false })).toMatch(
      /-> Tasks on EC2 get no public address: use a subnet/,
    );
  });

  test.each(['none', 'blackhole'] as const)('with no way out (%s) never reaches GitHub by any address', (way) => {
    expect(judge(way, { hasPublicAddress: true })).toMatch(
      /the task cannot reach GitHub\. -> In ⟦subnets⟧, use a subnet/,
    );
    const endpoints = ['com.amazonaws.eu-central-1.ecr.dkr', 'com.amazonaws.eu-central-1.s3'];
    expect(judge(way, { endpoints })).toMatch(/endpoints of its VPC \(ecr\.dkr, s3\) do not lead to GitHub/);
  });
});

test("a task's subnet is identified by its network interface, once it has one", () => {
  const details = [
    { name: 'networkInterfaceId', value: 'eni-1' },
    { name: 'subnetId', value: 'subnet-1' },
  ];
  expect(subnetOf({ attachments: [{ type: 'ElasticNetworkInterface', details }] })).toBe('subnet-1');
  expect(subnetOf({ attachments: [{ type: 'ElasticNetworkInterface' }] })).toBeUndefined();
  expect(subnetOf({})).toBeUndefined();
});
