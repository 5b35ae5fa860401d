import { run } from '../bundle/index.js';

await run('stop-runner', 'main');
