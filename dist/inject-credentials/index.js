import { run } from '../bundle/index.js';

await run('inject-credentials', 'main');
