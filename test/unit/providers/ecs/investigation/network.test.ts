import type { RouteTable } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import {
  judgeWaysOut,
  subnetOf,
  tableOf,
  type WayOut,
  waysOut,
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

const IGW = { GatewayId: 'igw-1' };
const NAT = { NatGatewayId: 'nat-1' };
const DEAD = { NatGatewayId: 'nat-1', State: 'blackhole' } as const;
const v4 = (DestinationCidrBlock: string, target: object) => ({ DestinationCidrBlock, ...target });
const v6 = (DestinationIpv6CidrBlock: string, target: object) => ({ DestinationIpv6CidrBlock, ...target });
const list = (DestinationPrefixListId: string, target: object) => ({ DestinationPrefixListId, ...target });

test.each<[string, RouteTable['Routes'], WayOut]>([
  ['none', [LOCAL], 'none'],
  ['an internet gateway', [LOCAL, v4(ANYWHERE, IGW)], 'internet-gateway'],
  ['a NAT gateway', [v4(ANYWHERE, NAT)], 'other'],
  ['a transit gateway', [v4(ANYWHERE, { TransitGatewayId: 'tgw-1' })], 'other'],
  ['a NAT instance', [v4(ANYWHERE, { NetworkInterfaceId: 'eni-1' })], 'other'],
  ["a firewall's endpoint", [v4(ANYWHERE, { GatewayId: 'vpce-1' })], 'other'],
  ['something deleted', [v4(ANYWHERE, DEAD)], 'blackhole'],
  ['both halves through a NAT gateway', [v4('0.0.0.0/1', NAT), v4('128.0.0.0/1', NAT)], 'other'],
  ['both halves through an internet gateway', [v4('0.0.0.0/1', IGW), v4('128.0.0.0/1', IGW)], 'internet-gateway'],
  [
    'halves that win over a default route',
    [v4(ANYWHERE, NAT), v4('0.0.0.0/1', DEAD), v4('128.0.0.0/1', DEAD)],
    'blackhole',
  ],
  ['a half, and the default route for the rest', [v4(ANYWHERE, NAT), v4('0.0.0.0/1', NAT)], 'other'],
  ['one half only', [v4('0.0.0.0/1', NAT)], 'unsure'],
  ['one half deleted', [v4(ANYWHERE, NAT), v4('128.0.0.0/1', DEAD)], 'unsure'],
  ['halves by different ways', [v4('0.0.0.0/1', IGW), v4('128.0.0.0/1', NAT)], 'unsure'],
  ['a part of the internet', [LOCAL, v4('140.82.112.0/20', NAT)], 'unsure'],
  ['a part of it, beside an internet gateway', [v4(ANYWHERE, IGW), v4('140.82.112.0/20', NAT)], 'unsure'],
  ['a prefix list of somebody', [LOCAL, list('pl-1', { TransitGatewayId: 'tgw-1' })], 'unsure'],
  ["a gateway endpoint's prefix list", [LOCAL, list('pl-63a5400a', { GatewayId: 'vpce-1' })], 'none'],
  ['private networks only', [LOCAL, v4('10.0.0.0/8', { TransitGatewayId: 'tgw-1' }), v4('172.20.0.0/16', NAT)], 'none'],
  ['a part that was deleted', [v4('140.82.112.0/20', DEAD)], 'none'],
  ['IPv6 alone', [v6('::/0', IGW)], 'none'],
  [
    'a dead route beside one for IPv6',
    [v4(ANYWHERE, DEAD), v6('::/0', { EgressOnlyInternetGatewayId: 'eigw-1' })],
    'blackhole',
  ],
])('the way out for IPv4: %s', (_what, Routes, expected) => {
  expect(waysOut({ Routes: Routes ?? [] }).ipv4).toBe(expected);
});

test.each<[string, RouteTable['Routes'], WayOut]>([
  ['none', [LOCAL, v4(ANYWHERE, NAT)], 'none'],
  ['an internet gateway', [v6('::/0', IGW)], 'internet-gateway'],
  ['an egress-only gateway', [v6('::/0', { EgressOnlyInternetGatewayId: 'eigw-1' })], 'other'],
  ['both halves', [v6('::/1', NAT), v6('8000::/1', NAT)], 'other'],
  ['a private network', [v6('fd00::/8', NAT)], 'none'],
  ['a part of the internet', [v6('2606:50c0::/32', NAT)], 'unsure'],
])('the way out for IPv6: %s', (_what, Routes, expected) => {
  expect(waysOut({ Routes: Routes ?? [] }).ipv6).toBe(expected);
});

describe('a subnet', () => {
  const judge = (ipv4: WayOut, change: Partial<Parameters<typeof judgeWaysOut>[0]> & { ipv6?: WayOut } = {}) => {
    const { ipv6 = 'none', ...rest } = change;
    const options = {
      subnet: 'subnet-1',
      ways: { ipv4, ipv6 },
      hasPublicAddress: false,
      isFargate: true,
      endpoints: [],
    };
    return judgeWaysOut({ ...options, ...rest })
      .map(({ message, hint }) => `${message} -> ${hint}`)
      .join();
  };

  test('that leads out, or may, is no finding, and neither is a public address behind an internet gateway', () => {
    expect(judge('other')).toBe('');
    expect(judge('unsure')).toBe('');
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

  test.each(['none', 'blackhole', 'internet-gateway'] as const)(
    'with a way out for IPv6 beside none for IPv4 (%s) is told of both, and no more than is sure',
    (way) => {
      for (const ipv6 of ['other', 'internet-gateway', 'unsure'] as const) {
        const text = judge(way, { ipv6 });
        expect(text).toMatch(
          /over IPv4 the task reaches neither its image nor GitHub; over IPv6 the subnet has a way out/,
        );
        expect(text).not.toContain('cannot reach GitHub');
      }
      expect(judge(way, { ipv6: 'blackhole' })).not.toContain('over IPv6');
    },
  );
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
