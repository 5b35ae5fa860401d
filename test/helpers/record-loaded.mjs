// Tests preload this into an action's process: it records which modules were loaded, files and Node's own, one URL per
// line, in the file named by LOADED_FILE.
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env.LOADED_FILE, [...loaded].join('\n')));
