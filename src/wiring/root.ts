import type { Log } from '../core/ports.ts';
import type { Mask } from '../core/secret.ts';
import type { ProxyVariables } from '../http/agents.ts';

/** What a root passes to its wiring: how it prints, how it masks secrets, and where an OIDC token comes from. */
export interface Root {
  readonly log: Log;
  readonly mask: Mask;
  /** Requests a new OIDC token and masks it. Absent if the root has none: then no role can be assumed with one. */
  readonly idToken?: (request: IdTokenRequest) => Promise<string>;
}

/** A request for an OIDC token. */
export interface IdTokenRequest {
  readonly audience: string;
  /** Milliseconds for which it may still be retried. */
  readonly retryBudgetMs: () => number;
  /** Absent: no proxy. */
  readonly proxy?: ProxyVariables;
}

/** How to connect to AWS. */
export interface AwsAccess {
  readonly region: string;
  /** Absent: no proxy. */
  readonly proxy?: ProxyVariables;
  /** The role to assume with the root's OIDC token. Absent: the SDK's default chain. */
  readonly webIdentity?: {
    readonly roleArn: string;
    readonly sessionName: string;
    /** 900 to 43,200 (limits of AssumeRoleWithWebIdentity). */
    readonly durationSeconds: number;
    readonly audience: string;
  };
}
