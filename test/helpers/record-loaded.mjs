// Preloaded into an action's process by tests: writes down which modules it loaded, files and Node's own, one URL a line,
// into the file that LOADED_FILE names.
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
