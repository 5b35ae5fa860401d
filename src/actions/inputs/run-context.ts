import type { RunIdentity } from '../../core/identity.ts';
import type { Environment, InputReader } from './reader.ts';

/** The workflow run that a step belongs to, according to the runner's environment variables. */
export interface RunContext {
  readonly run: RunIdentity;
  readonly runAttempt: number;
  /** `owner/name`. */
  readonly repository: string;
  readonly apiUrl: string;
  /** The workflow, as `owner/name/path@ref`, and its commit; absent on servers that do not say. */
  readonly workflow?: { readonly ref: string; readonly sha: string };
  /** URL of GitHub's web pages; absent if the runner does not say. */
  readonly serverUrl?: string;
}

/** Reads the run from the environment and notes what is missing as a problem. */
export function readRunContext(reader: InputReader, environment: Environment): RunContext {
  const number = (name: string): number => {
    const value = environment[name] ?? '';
    if (!/^\d{1,15}$/.test(value)) {
      reader.problem(
        `The environment variable ${name} must be a number; it is ${JSON.stringify(value)}. Is this a step of a GitHub workflow?`,
      );
    }
    return Number(value);
  };
  const repository = environment['GITHUB_REPOSITORY'] ?? '';
  if (!/^[^/\s]+\/[^/\s]+$/.test(repository)) {
    reader.problem(
      `The environment variable GITHUB_REPOSITORY must be owner/name; it is ${JSON.stringify(repository)}.`,
    );
  }
  const apiUrl = environment['GITHUB_API_URL'] || 'https://api.github.com';
  if (!/^https?:\/\/\S+$/.test(apiUrl) || !URL.canParse(apiUrl)) {
    reader.problem(`The environment variable GITHUB_API_URL must be a URL; it is ${JSON.stringify(apiUrl)}.`);
  }
  const { GITHUB_WORKFLOW_REF: ref = '', GITHUB_WORKFLOW_SHA: sha = '' } = environment;
  const serverUrl = /^https?:\/\/[A-Za-z0-9.:-]+$/.exec(
    (environment['GITHUB_SERVER_URL'] ?? '').replace(/\/+$/, ''),
  )?.[0];
  return {
    ...(ref !== '' && { workflow: { ref, sha } }),
    run: { repositoryId: number('GITHUB_REPOSITORY_ID'), runId: number('GITHUB_RUN_ID') },
    runAttempt: number('GITHUB_RUN_ATTEMPT'),
    repository,
    apiUrl: apiUrl.replace(/\/+$/, ''),
    ...(serverUrl !== undefined && { serverUrl }),
  };
}
