import { randomBytes } from 'node:crypto';
import type { ParameterDefinition, SecretDefinition } from '../contract.ts';
import type { Place } from './place.ts';

/** An SSM parameter, or a secret of Secrets Manager. */
export type Stored<Definition> = Definition & { readonly arn: string };

/** The parameters and secrets of one account and region. */
export class Secrets {
  readonly #place: Place;
  readonly #parameters = new Map<string, Stored<ParameterDefinition>>();
  readonly #secrets = new Map<string, Stored<SecretDefinition>>();

  constructor(place: Place) {
    this.#place = place;
  }

  addParameter(definition: ParameterDefinition): string {
    const arn = this.parameterArn(definition.name);
    this.#parameters.set(definition.name, { ...definition, arn });
    return arn;
  }

  addSecret(definition: SecretDefinition): string {
    // Secrets Manager appends six characters of its own to an ARN.
    const arn = `${this.#arn('secretsmanager')}:secret:${definition.name}-${randomBytes(3).toString('hex')}`;
    this.#secrets.set(definition.name, { ...definition, arn });
    return arn;
  }

  /** By name or ARN. */
  parameter(id: string): Stored<ParameterDefinition> | undefined {
    return [...this.#parameters.values()].find(({ name, arn }) => id === name || id === arn);
  }

  /** By name, ARN, or an ARN without its last six characters. */
  secret(id: string): Stored<SecretDefinition> | undefined {
    return [...this.#secrets.values()].find(
      ({ name, arn }) => id === name || id === arn || id === arn.slice(0, -'-012345'.length),
    );
  }

  /** The ARN of a parameter, whether or not it exists: a path's first slash is that of `parameter/`. */
  parameterArn(nameOrArn: string): string {
    return nameOrArn.startsWith('arn:') ? nameOrArn : `${this.#arn('ssm')}:parameter/${nameOrArn.replace(/^\//, '')}`;
  }

  /** What a policy is evaluated on for a secret that does not exist. */
  unknownSecretArn(nameOrArn: string): string {
    return nameOrArn.startsWith('arn:') ? nameOrArn : `${this.#arn('secretsmanager')}:secret:${nameOrArn}`;
  }

  #arn(service: string): string {
    const { partition, region, account } = this.#place;
    return `arn:${partition}:${service}:${region}:${account}`;
  }
}
