/**
 * Things that only a root can name, since users know them by the root's names: settings (an action's inputs, the keys
 * of a dispatcher's profile) and next steps. Texts contain these placeholders, readable as they are, and the root
 * replaces them wherever it prints: see {@link inWords}.
 */
export const SETTING = {
  startupTimeout: '⟦startup timeout⟧',
  capacityTimeout: '⟦capacity timeout⟧',
  maxRelaunches: '⟦maximum of relaunches⟧',
  idleTimeout: '⟦idle timeout⟧',
  maxLifetime: '⟦maximum lifetime⟧',
  minimumValidity: '⟦minimum validity⟧',
  region: '⟦region⟧',
  role: '⟦role to assume⟧',
  roleDuration: '⟦role duration⟧',
  roleSessionName: '⟦role session name⟧',
  sessionPolicy: '⟦session policy⟧',
  audience: '⟦audience⟧',
  cluster: '⟦cluster⟧',
  taskDefinition: '⟦task definition⟧',
  taskRole: '⟦task role⟧',
  executionRole: '⟦execution role⟧',
  container: '⟦container⟧',
  capacity: '⟦capacity⟧',
  cpu: '⟦cpu⟧',
  memory: '⟦memory⟧',
  environment: '⟦environment⟧',
  workFolder: '⟦work folder⟧',
  subnets: '⟦subnets⟧',
  assignPublicIp: '⟦public address⟧',
  assignedPublicIp: '⟦a public address⟧',
  imageStartScript: '⟦the start script of the image⟧',
  injectedStartScript: '⟦the injected start script⟧',
  githubSecret: '⟦secret with the GitHub credentials⟧',
  appPrivateKey: '⟦private key of the App⟧',
  appInstallation: '⟦installation of the App⟧',
  scope: '⟦scope of the runners⟧',
  runnerGroup: '⟦runner group⟧',
  runsToken: '⟦token that reads runs⟧',
  repositories: '⟦repositories⟧',
} as const;

/** Next steps, used as the end of a sentence or as a whole sentence. */
export const STEP = {
  startAgain: '⟦start again⟧',
  again: '⟦do this again⟧',
  stop: '⟦stop what was started⟧',
  stopAgain: '⟦stop again⟧',
  stopInSamePool: '⟦stop in the pool, region and account where it was started⟧',
  stopBusy: '⟦select busy runners to stop them⟧',
  stopOthers: '⟦select runners otherwise⟧',
  sweep: '⟦sweep⟧',
  giveCredentials: '⟦give AWS credentials⟧',
  letRunsBeRead: '⟦let runs be read without it⟧',
  refreshByItself: '⟦hand out credentials that refresh themselves⟧',
} as const;

type Settings = keyof typeof SETTING;
type Steps = keyof typeof STEP;

/** How a root names them: settings as they are, steps as a lower-case imperative without a full stop. */
export interface Words {
  readonly settings: Readonly<Record<Settings, string>>;
  readonly steps: Readonly<Record<Steps, string>>;
}

const SETTING_BY_PLACEHOLDER = new Map<string, Settings>(entriesOf(SETTING));
const STEP_BY_PLACEHOLDER = new Map<string, Steps>(entriesOf(STEP));

/** Replaces each placeholder with the root's words; a step that begins a sentence gets a capital letter. */
export function inWords(text: string, { settings, steps }: Words): string {
  return text.replaceAll(/⟦[^⟦⟧]*⟧/g, (placeholder, at: number) => {
    const begins = /(^|[.!?]\s+|Next step: |\n\s*(- )?)$/.test(text.slice(0, at));
    const setting = SETTING_BY_PLACEHOLDER.get(placeholder);
    // The name of a setting keeps its case.
    if (setting !== undefined) return begins ? settings[setting].replace(/^the /, 'The ') : settings[setting];
    const step = STEP_BY_PLACEHOLDER.get(placeholder);
    // Text from elsewhere.
    if (step === undefined) return placeholder;
    return begins ? steps[step].charAt(0).toUpperCase() + steps[step].slice(1) : steps[step];
  });
}

function entriesOf<Key extends string>(placeholders: Readonly<Record<Key, string>>): [string, Key][] {
  return Object.entries(placeholders).map(([key, placeholder]) => [placeholder as string, key as Key]);
}
