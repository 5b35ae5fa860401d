/** So many cases of one run may need their second try: more is no chance any more. */
const AT_MOST = 3;

/** Lists the cases that passed at their second try only, and fails the run where they are many. */
export default class Retried {
  #error;

  onRunComplete(_contexts, { testResults }) {
    const retried = testResults.flatMap(({ testFilePath, testResults: cases }) =>
      cases
        .filter(({ invocations, status }) => invocations > 1 && status === 'passed')
        .map(({ fullName }) => `  ${fullName} (${testFilePath})`),
    );
    if (retried.length === 0) return;
    process.stderr.write(`\nCases that needed a second try: ${retried.length}\n${retried.join('\n')}\n`);
    if (retried.length > AT_MOST) this.#error = new Error(`${retried.length} cases needed a second try.`);
  }

  getLastError() {
    return this.#error;
  }
}
