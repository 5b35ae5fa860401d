import { describe, expect, test } from '@jest/globals';
import { logPage, taskPage } from '../../../../src/providers/ecs/pages.ts';

const task = (partition: string, region: string): string => `arn:${partition}:ecs:${region}:123456789012:task/ci/0a1b`;

describe("a task's page in the console", () => {
  test.each([
    ['aws', 'eu-central-1', 'console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'console.amazonaws-us-gov.com'],
  ])('of the partition %s is on its own host', (partition, region, host) => {
    expect(taskPage(task(partition, region), 'ci')).toBe(
      `https://${host}/ecs/v2/clusters/ci/tasks/0a1b/configuration?region=${region}`,
    );
  });

  test('is not known for a partition whose console is not, nor without an ARN', () => {
    expect(taskPage(task('aws-iso', 'us-iso-east-1'), 'ci')).toBeUndefined();
    expect(taskPage('0a1b', 'ci')).toBeUndefined();
  });

  test('is found with the short ARN of an old account too', () => {
    expect(taskPage('arn:aws:ecs:eu-central-1:123456789012:task/0a1b', 'ci')).toContain('/clusters/ci/tasks/0a1b/');
  });
});

describe("the page of a runner's log stream", () => {
  const log = { group: '/ecs/ci(1)', prefix: 'run$' };

  test('names group and stream, encoded as CloudWatch expects', () => {
    expect(logPage(task('aws', 'eu-central-1'), { container: 'runner', log })).toBe(
      'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/' +
        '$252Fecs$252Fci$25281$2529/log-events/run$2524$252Frunner$252F0a1b',
    );
  });

  test('is in the region that the log driver names', () => {
    const page = logPage(task('aws', 'eu-central-1'), { container: 'runner', log: { ...log, region: 'us-east-1' } });
    expect(page).toContain('?region=us-east-1#');
  });

  test('is not known if the log goes elsewhere', () => {
    expect(logPage(task('aws', 'eu-central-1'), { container: 'runner' })).toBeUndefined();
    expect(logPage(task('aws-iso', 'us-iso-east-1'), { container: 'runner', log })).toBeUndefined();
  });
});
