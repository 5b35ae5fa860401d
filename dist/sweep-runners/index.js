import { run } from '../bundle/index.js';

await run('sweep-runners', 'main');
