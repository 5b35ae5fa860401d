import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of its configuration that the listener needs. */
export interface RunnerSettings {
  readonly agentName: string;
  readonly serverUrl: string;
  readonly workFolder: string;
  readonly clientId: string;
}

/**
 * Writes a JIT config's files into the runner's root, as the runner program does, and reads its settings.
 * @throws Error, in the runner's words, if there is no config or it cannot be read.
 */
export function installJitConfig(root: string, encoded: string | undefined): RunnerSettings {
  if (encoded === undefined || encoded === '')
    throw new Error('Not configured. Run config.(sh/cmd) to configure the runner.');
  const files = decodeJitConfig(encoded);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  return readSettings(files);
}

/** The runner's root may contain `.env` with `name=value` lines, which the listener adds to its environment first. */
export function loadEnvironmentFile(root: string): void {
  const path = join(root, '.env');
  if (!existsSync(path)) return;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) process.env[line.slice(0, at)] = line.slice(at + 1);
  }
}

/** File name to content. */
export function decodeJitConfig(encoded: string): Record<string, string> {
  const files = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, Buffer.from(content, 'base64').toString('utf8')]),
  );
}

/** The settings in an environment's JIT config, in any variable; undefined if there is none. */
export function jitSettingsOf(environment: Readonly<Record<string, string>>): RunnerSettings | undefined {
  for (const value of Object.values(environment)) {
    // Every JIT config begins with the base64 of `{"`.
    if (!value.startsWith('eyI')) continue;
    try {
      return readSettings(decodeJitConfig(value));
    } catch {
      // Something else that begins the same way.
    }
  }
  return undefined;
}

function readSettings(files: Readonly<Record<string, string>>): RunnerSettings {
  const runner = JSON.parse(files['.runner'] ?? '{}') as Record<string, string>;
  const credentials = JSON.parse(files['.credentials'] ?? '{}') as { data?: Record<string, string> };
  const { agentName, serverUrl, workFolder } = runner;
  const clientId = credentials.data?.['clientId'];
  if (agentName === undefined || serverUrl === undefined || workFolder === undefined || clientId === undefined) {
    throw new Error('Runner is not configured.');
  }
  return { agentName, serverUrl, workFolder, clientId };
}
