import { describe, expect, test } from '@jest/globals';
import { readLeftOut } from '../../../sandbox/harness/left-out.ts';
import { problemsOfRun } from '../../../script/check-moto-run.ts';

const FILE = '/checkout/test/integration/start.test.ts';

/** The problems of a run of one file with these cases. */
function check(cases: Readonly<Record<string, string>>, leftOut: readonly string[] = [], files = [FILE]): string[] {
  const assertionResults = Object.entries(cases).map(([title, status]) => ({ title, status }));
  return problemsOfRun({
    report: { testResults: [{ name: FILE, assertionResults }] },
    leftOut: new Set(leftOut),
    files,
  });
}

describe('the check of a run on moto', () => {
  test('accepts a run in which exactly the listed cases were left out', () => {
    expect(check({ starts: 'passed', stops: 'failed', waits: 'pending' }, ['waits'])).toEqual([]);
  });

  test.each(['pending', 'skipped', 'todo', 'disabled'])('finds an unlisted case that is %s', (status) => {
    expect(check({ starts: 'passed', stops: status }, ['waits'])).toContain(
      `"stops" was left out (${status}) and is not listed.`,
    );
  });

  test('finds a listed name that is not a case', () => {
    expect(check({ starts: 'passed' }, ['wait'])).toEqual(['"wait" is listed, but there is no such case.']);
  });

  test('finds a listed case that ran', () => {
    expect(check({ starts: 'passed' }, ['starts'])).toEqual([
      '"starts" is listed, but was run: declare it with integrationCase.',
    ]);
  });

  test('finds a listed name that two cases share', () => {
    const one = { name: FILE, assertionResults: [{ title: 'waits', status: 'pending' }] };
    const two = {
      name: `${FILE}x`,
      assertionResults: [
        { title: 'waits', status: 'pending' },
        { title: 'a', status: 'passed' },
      ],
    };
    const files = [one.name, two.name];
    expect(problemsOfRun({ report: { testResults: [one, two] }, leftOut: new Set(['waits']), files })).toEqual([
      '"waits" is listed, but 2 cases have that name.',
    ]);
  });

  test('finds a file in which nothing ran', () => {
    const other = FILE.replace('start', 'stop');
    expect(check({ starts: 'passed' }, [], [FILE, other])).toEqual([
      expect.stringMatching(/^No case of .*stop\.test\.ts was run\.$/),
    ]);
  });

  test('finds that nothing ran, even if everything is listed', () => {
    expect(check({ starts: 'pending' }, ['starts'])).toEqual(['No case was run at all.']);
    expect(problemsOfRun({ report: { testResults: [] }, leftOut: new Set(), files: [] })).toEqual([
      'No case was run at all.',
    ]);
  });

  test('does not count what ran outside the integration tests', () => {
    const proxy = {
      name: '/checkout/test/moto/proxy.test.ts',
      assertionResults: [{ title: 'forwards', status: 'passed' }],
    };
    expect(problemsOfRun({ report: { testResults: [proxy] }, leftOut: new Set(), files: [] })).toEqual([
      'No case was run at all.',
    ]);
  });
});

test('a list of cases is read without its reasons and blank lines', () => {
  const text = '# why\n\nA start waits  # moto has no PENDING\n  issue#12 is open\n';
  expect([...readLeftOut(text)]).toEqual(['A start waits', 'issue#12 is open']);
});
