import { run } from '../bundle/index.js';

await run('start-runner', 'post');
