/** The environment of a step in a job that was granted `id-token: write`, with inputs by their names. */
export function stepEnvironment(
  inputs: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string | undefined>> = {},
): Record<string, string | undefined> {
  const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return {
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_REPOSITORY_ID: '123456789',
    GITHUB_RUN_ID: '9876543210',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_API_URL: 'https://api.github.com/',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    ...variables,
    ...Object.fromEntries(named),
  };
}

/** What every step needs. */
export const REQUIRED_INPUTS = {
  'github-token': 'ghp_admin',
  'aws-region': 'eu-central-1',
  cluster: 'ci',
} as const;

/** The form of a private key, but not a key. */
export const PEM = '-----BEGIN RSA PRIVATE KEY-----\nabcd\n-----END RSA PRIVATE KEY-----';

/** Ways in which the key's line breaks are lost on the way into a secret. */
export const LOST_LINE_BREAKS: readonly (readonly [string, string])[] = [
  ['written as \\n', PEM.replaceAll('\n', '\\n')],
  ['written as \\r\\n', PEM.replaceAll('\n', '\\r\\n')],
  ["a Windows file's", PEM.replaceAll('\n', '\r\n')],
  ['blanks', PEM.replaceAll('\n', ' ')],
  ['nothing at all', PEM.replaceAll('\n', '')],
  ['in quotes', `"${PEM.replaceAll('\n', '\\n')}\\n"`],
];
