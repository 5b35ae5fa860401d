import config from './jest.config.js';

/** What script/test-moto runs: the tests of the proxy before moto, and the integration cases, both with TEST_AWS=moto. */
const integration = config.projects.find(({ displayName }) => displayName === 'integration');
const project = (name) => ({ ...integration, displayName: name, testMatch: [`<rootDir>/test/${name}/**/*.test.ts`] });

export default { ...config, projects: ['moto', 'integration'].map(project) };
