import { Refusal } from './refusal.ts';

/** The body of generate-jitconfig, checked. */
export interface JitRequest {
  readonly name: string;
  readonly runnerGroupId: number;
  readonly labels: readonly string[];
  readonly workFolder: string;
}

const MAX_NAME = 64;
const MAX_LABEL = 256;
const FORBIDDEN_IN_NAME = /["/:<>\\|*?]/;

/** Refuses what GitHub refuses: 400 for anything but a JSON object, 422 for every wrong field. */
export function readJitRequest(text: string): JitRequest {
  const body = parseObject(text);
  const missing = ['name', 'runner_group_id', 'labels'].filter((field) => body[field] === undefined);
  if (missing.length > 0) {
    const names = missing.map((field) => `"${field}"`).join(', ');
    throw invalid(`${names} ${missing.length === 1 ? "wasn't" : "weren't"} supplied.`);
  }
  const { name, runner_group_id: group, labels, work_folder: folder = '_work' } = body;
  if (typeof name !== 'string') throw invalid(`For 'properties/name', ${JSON.stringify(name)} is not a string.`);
  if (name === '' || name.length > MAX_NAME) throw invalid(`Runner name must be 1 to ${MAX_NAME} characters long.`);
  if (FORBIDDEN_IN_NAME.test(name)) throw invalid('Runner name contains one of the characters " / : < > \\ | * ?.');
  if (typeof group !== 'number' || !Number.isInteger(group)) {
    throw invalid(`For 'properties/runner_group_id', ${JSON.stringify(group)} is not an integer.`);
  }
  if (typeof folder !== 'string' || folder === '' || folder.startsWith('/') || folder.split('/').includes('..')) {
    throw invalid(`For 'properties/work_folder', ${JSON.stringify(folder)} is not a relative path.`);
  }
  return { name, runnerGroupId: group, labels: readLabels(labels), workFolder: folder };
}

/** A JSON object; anything else gets a 400, as from GitHub. */
export function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'Body should be a JSON object');
  }
  return value as Record<string, unknown>;
}

function readLabels(labels: unknown): string[] {
  if (!Array.isArray(labels)) throw invalid(`For 'properties/labels', ${JSON.stringify(labels)} is not an array.`);
  if (labels.length < 1) throw invalid("For 'properties/labels', [] is too short; at least 1 item is required.");
  if (labels.length > 100)
    throw invalid("For 'properties/labels', the array is too long; at most 100 items are allowed.");
  for (const label of labels) {
    if (typeof label !== 'string' || label.trim() === '' || label.length > MAX_LABEL) {
      throw invalid(`For 'labels/items', ${JSON.stringify(label)} is not a valid label.`);
    }
  }
  return labels as string[];
}

function invalid(detail: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${detail}`);
}
