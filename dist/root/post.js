import { run } from '../bundle/index.js';

await run('root', 'post');
