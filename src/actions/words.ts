import { inWords, type Words } from '../core/words.ts';

/** The names of the actions' inputs, and what a workflow's user can do next. */
const WORDS: Words = {
  settings: {
    startupTimeout: 'startup-timeout-seconds',
    capacityTimeout: 'capacity-timeout-seconds',
    maxRelaunches: 'max-relaunches',
    idleTimeout: 'idle-timeout-minutes',
    maxLifetime: 'max-lifetime-minutes',
    minimumValidity: 'minimum-validity-minutes',
    region: 'aws-region',
    role: 'role-to-assume',
    roleDuration: 'role-duration-seconds',
    roleSessionName: 'role-session-name',
    sessionPolicy: 'inline-session-policy',
    audience: 'the input audience',
    cluster: 'the input cluster',
    taskDefinition: 'the input task-definition',
    taskRole: 'task-role-arn',
    executionRole: 'execution-role-arn',
    container: 'the input container',
    capacity: 'the input capacity',
    cpu: 'the input cpu',
    memory: 'the input memory',
    environment: 'the input environment',
    workFolder: 'the input work-folder',
    subnets: 'the input subnets',
    assignPublicIp: 'assign-public-ip',
    assignedPublicIp: 'assign-public-ip: true',
    imageStartScript: 'start-script: image',
    injectedStartScript: 'start-script: inject',
    githubSecret: 'the input github-credentials-secret',
    appPrivateKey: 'the secret that github-app-private-key names',
    appInstallation: 'github-app-installation-id',
    scope: 'runner-scope',
    runnerGroup: 'the input runner-group',
    runsToken: 'actions-token',
    repositories: 'the input repositories',
  },
  steps: {
    startAgain: 'run the start job again',
    again: 'run the job again',
    stop: 'run stop-runner for this workflow run',
    stopAgain: 'run stop-runner again',
    stopInSamePool: 'give stop-runner the cluster, aws-region and role-to-assume that start-runner was given',
    stopBusy: 'select it by label, labels or id to stop it together with its job',
    stopOthers: 'a stop by its label, or without a filter, removes it',
    sweep: 'run sweep-runners',
    giveCredentials:
      'set role-to-assume (and grant the job id-token: write), or run aws-actions/configure-aws-credentials before',
    letRunsBeRead: "leave it out for the workflow's own token (with `permissions: actions: read`)",
    refreshByItself: 'use `mode: endpoint`, where the SDK fetches new ones by itself',
  },
};

/** Puts a text from core, a provider or an adapter into the words of a workflow. */
export function inActionWords(text: string): string {
  return inWords(text, WORDS);
}
