/** A label also goes into a tag, so it may contain only what both GitHub labels and AWS tag values allow. */
export const LABEL = {
  pattern: /^[A-Za-z0-9 +=._:/@-]{1,200}$/,
  words: 'up to 200 letters, digits, blanks or any of +-=._:/@',
};

/** An id also names artifacts, which refuse `/` and `:`. */
export const ID = {
  pattern: /^[A-Za-z0-9 +=._@-]{1,200}$/,
  words: 'up to 200 letters, digits, blanks or any of +-=._@',
};

/** Labels that the runner program gives to runners by itself. */
const OF_EVERY_RUNNER = /^(self-hosted|linux|windows|macos|x64|x86|arm|arm64)$/i;

/** Labels of GitHub's own runners, such as `ubuntu-24.04-arm` or `windows-latest-8-cores`. */
const OF_HOSTED_RUNNERS =
  /^(ubuntu|windows|macos)-(latest|slim|\d{2}|\d{2}\.\d{2}|20\d{2})(-(arm|intel|large|xlarge|vs\d+|\d+-cores?))*$/i;

/** Whether other people's jobs use the label: an unrelated job then takes the runner. GitHub ignores case. */
export function isSharedLabel(label: string): boolean {
  return OF_EVERY_RUNNER.test(label) || OF_HOSTED_RUNNERS.test(label);
}
