/** How many cases of one run may need a retry: more would be no coincidence. */
const MAX_RETRIED = 3;

/** Lists the cases that passed only on a retry, and fails the run if there are many. */
export default class Retried {
  #error;

  onRunComplete(_contexts, { testResults }) {
    const retried = testResults.flatMap(({ testFilePath, testResults: cases }) =>
      cases
        .filter(({ invocations, status }) => invocations > 1 && status === 'passed')
        .map(({ fullName }) => `  ${fullName} (${testFilePath})`),
    );
    if (retried.length === 0) return;
    process.stderr.write(`\nDefects: ${retried.length} cases passed only on a second try\n${retried.join('\n')}\n`);
    if (retried.length > MAX_RETRIED) this.#error = new Error(`${retried.length} cases needed a retry.`);
  }

  getLastError() {
    return this.#error;
  }
}
