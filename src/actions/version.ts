/** Version of this project, for the tag `ecs-github-runner:version`; a test compares it with package.json. */
export const VERSION = '0.1.0';
