// Tests preload this into an action's process: it writes the URL of each loaded module into TEST_LOADED_FILES.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(process.env.TEST_LOADED_FILES, `${url}\n`);
    return nextLoad(url, context);
  },
});
