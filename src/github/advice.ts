import type { ErrorKind } from '../core/explanation.ts';
import { SETTING, STEP } from '../core/words.ts';

/** What to do about a refusal. */
interface Advice {
  readonly kind: ErrorKind;
  readonly hint: string;
}

/** A refusal that GitHub's own words explain. */
interface Known extends Advice {
  readonly status: readonly number[];
  readonly words: RegExp;
}

const KNOWN: readonly Known[] = [
  {
    status: [403],
    words: /IP allow list/i,
    kind: 'permission',
    hint:
      "Add this machine's address to the IP allow list that the message names, or run this on a machine whose address " +
      'is in it.',
  },
  {
    status: [403],
    words: /self-hosted runners (are|is|have been) disabled|disabled self-hosted runners/i,
    kind: 'configuration',
    hint:
      "Allow self-hosted runners of repositories in the owner's settings (Actions, General, Runners), or register them " +
      `in the organization (${SETTING.scope}).`,
  },
  {
    status: [403],
    words: /archived/i,
    kind: 'configuration',
    hint: `Unarchive the repository, or correct ${SETTING.scope} and what it names.`,
  },
  {
    status: [403],
    words: /actions (is|are|has been|have been) (disabled|not enabled)/i,
    kind: 'configuration',
    hint: 'Enable GitHub Actions in the settings of what the message names.',
  },
  {
    status: [403],
    words: /\bSAML\b|single sign-on|\bSSO\b/i,
    kind: 'permission',
    hint: "Authorize the token for the organization's single sign-on (its settings, Configure SSO), or use a GitHub App.",
  },
  {
    status: [403],
    words: /forbids access via/i,
    kind: 'permission',
    hint: 'Use a token of a kind, and of a lifetime, that the message allows, or a GitHub App.',
  },
  {
    status: [403],
    words: /suspended/i,
    kind: 'permission',
    hint: 'Have the suspension lifted of what the message names: the account, or the installation of the App.',
  },
  {
    status: [403, 422],
    words: /max(imum)?( limit)? of [\d,]+ runners/i,
    kind: 'configuration',
    hint: `Remove runners from the group that are not used any more (${STEP.sweep} for ours), or use another ${SETTING.runnerGroup}.`,
  },
];

/** The next step that fits GitHub's words; undefined if they say nothing that is known. */
export function adviceOn(status: number, message: string): Advice | undefined {
  return KNOWN.find((one) => one.status.includes(status) && one.words.test(message));
}

/** Whether GitHub's words are about what the token may do, and not about something that forbids it to anybody. */
export function isAboutPermission(message: string): boolean {
  return /not accessible by|must have admin rights|must be an? (owner|admin)|requires? .*\b(permission|scope)s?\b/i.test(
    message,
  );
}
