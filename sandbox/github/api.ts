import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { bearerOf, mayManageRunners, mayReadRepository, mayReadRuns, type Principal, type Tokens } from './access.ts';
import type { App } from './app.ts';
import type { Groups } from './groups.ts';
import type { RateLimits } from './limits.ts';
import { notFound, Refusal } from './refusal.ts';
import { describeRepository } from './repository.ts';
import type { Route } from './routes.ts';
import type { RunJobs } from './run-jobs.ts';
import type { Runners } from './runners.ts';
import { type Addresses, repositoryOf, type Scope, type World } from './scope.ts';
import type { WorkflowRuns } from './workflow-runs.ts';

/** GitHub's REST API: checks the principal, its rate and its permission, and only then handles the request. */
export class Api {
  readonly #parts: ApiParts;

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  handle(request: SandboxRequest, route: Route): SandboxAnswer {
    const { limits } = this.#parts;
    let key = 'anonymous';
    let answer: SandboxAnswer;
    try {
      const principal = this.#authenticate(request);
      key = principal.key;
      limits.spend(key, request, route.operation === 'generate-jitconfig');
      answer = this.#act(request, route, principal);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer = error.answer(route.docs);
    } finally {
      limits.left(request);
    }
    const headers = {
      'x-github-request-id': randomUUID(),
      'x-github-api-version-selected': request.headers['x-github-api-version'] ?? '2022-11-28',
      ...limits.headers(key),
      ...answer.headers,
    };
    return { ...answer, headers };
  }

  #authenticate(request: SandboxRequest): Principal {
    if (request.headers['authorization'] === undefined) return { kind: 'anonymous', key: 'anonymous' };
    const token = bearerOf(request);
    const principal = this.#parts.app.authenticate(request) ?? (token && this.#parts.tokens.find(token));
    if (!principal) throw new Refusal(401, 'Bad credentials');
    return principal;
  }

  #act(request: SandboxRequest, route: Route, principal: Principal): SandboxAnswer {
    const { app, world, addresses, runners, groups } = this.#parts;
    const { scope, id = 0 } = route;
    switch (route.operation) {
      case 'get-app':
        this.#mustBeApp(principal);
        return app.describe();
      case 'create-installation-token':
        this.#mustBeApp(principal);
        return app.createToken(request, id);
    }
    if (scope === undefined) throw notFound();
    switch (route.operation) {
      case 'get-repository-installation':
      case 'get-org-installation':
        this.#mustBeApp(principal);
        return app.getInstallation(scope);
      case 'get-repository':
        mayReadRepository(principal, world, scope);
        return {
          status: 200,
          body: describeRepository(repositoryOf(world, scope) ?? world.repository, world, addresses),
        };
      case 'get-run':
      case 'get-run-attempt':
        mayReadRuns(principal, world, scope);
        return this.#parts.runs.get(scope, { runId: id, attempt: route.attempt });
      case 'list-run-jobs':
        mayReadRuns(principal, world, scope);
        // A run that does not exist is refused.
        this.#parts.runs.get(scope, { runId: id, attempt: undefined });
        return this.#parts.jobs.list(request, scope, id);
    }
    mayManageRunners(principal, world, scope);
    return manageRunners({ request, route, scope, id, runners, groups });
  }

  #mustBeApp(principal: Principal): void {
    if (principal.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  }
}

/** What the API is built from. */
export interface ApiParts {
  readonly clock: SandboxClock;
  readonly world: World;
  readonly addresses: Addresses;
  readonly tokens: Tokens;
  readonly limits: RateLimits;
  readonly app: App;
  readonly runners: Runners;
  readonly runs: WorkflowRuns;
  readonly jobs: RunJobs;
  readonly groups: Groups;
}

function manageRunners(options: {
  request: SandboxRequest;
  route: Route;
  scope: Scope;
  id: number;
  runners: Runners;
  groups: Groups;
}): SandboxAnswer {
  const { request, route, scope, id, runners, groups } = options;
  switch (route.operation) {
    case 'generate-jitconfig':
      return runners.create(request, scope);
    case 'list-runners':
      return runners.list(request, scope);
    case 'get-runner':
      return runners.get(scope, id);
    case 'delete-runner':
      return runners.delete(scope, id);
    case 'list-runner-groups':
      return groups.list(request, scope);
    default:
      throw notFound();
  }
}
