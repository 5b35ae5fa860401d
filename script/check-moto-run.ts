import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../sandbox/harness/checkout.ts';
import { NOT_ON_MOTO_FILE, readLeftOut } from '../sandbox/harness/left-out.ts';

/** The used parts of the output of `jest --json`. */
export interface JestReport {
  readonly testResults: readonly {
    /** Absolute path of the test file. */
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/**
 * Finds problems in a run of the integration cases on moto: a case may be left out if and only if it is listed.
 * @param options.files absolute paths of all files of integration tests; the report may contain more
 * @returns a sentence per problem; an empty list if there are none
 */
export function problemsOfRun(options: {
  report: JestReport;
  leftOut: ReadonlySet<string>;
  files: readonly string[];
}): string[] {
  const { report, leftOut, files } = options;
  const results = report.testResults.filter(({ name }) => files.includes(name));
  const cases = results.flatMap(({ assertionResults }) => assertionResults);
  const problems = files
    .filter((file) => !results.some(({ name, assertionResults }) => name === file && assertionResults.length > 0))
    .map((file) => `No case of ${relative(ROOT, file)} was run.`);
  for (const { title, status } of cases) {
    const hasRun = status === 'passed' || status === 'failed';
    if (!hasRun && !leftOut.has(title)) problems.push(`"${title}" was left out (${status}) and is not listed.`);
    if (hasRun && leftOut.has(title))
      problems.push(`"${title}" is listed, but was run: declare it with integrationCase.`);
  }
  for (const name of leftOut) {
    const count = cases.filter(({ title }) => title === name).length;
    if (count === 0) problems.push(`"${name}" is listed, but there is no such case.`);
    // A second case of that name would be left out unnoticed.
    if (count > 1) problems.push(`"${name}" is listed, but ${count} cases have that name.`);
  }
  if (!cases.some(({ status }) => status === 'passed' || status === 'failed')) problems.push('No case was run at all.');
  return problems;
}

/** Checks the report whose path is the only argument. */
function main(): void {
  const [reportPath] = process.argv.slice(2);
  if (reportPath === undefined) throw new Error("Usage: check-moto-run.ts <jest's report as JSON>");
  const folder = join(ROOT, 'test/integration');
  const leftOut = readLeftOut(readFileSync(NOT_ON_MOTO_FILE, 'utf8'));
  const problems = problemsOfRun({
    report: JSON.parse(readFileSync(reportPath, 'utf8')) as JestReport,
    leftOut,
    files: readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  });
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) {
    process.stderr.write(`The cases that moto cannot run are listed in ${relative(ROOT, NOT_ON_MOTO_FILE)}.\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`All integration cases ran on moto, except the ${leftOut.size} that are listed.\n`);
  }
}

if (import.meta.main) main();
