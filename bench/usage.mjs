// Preloaded into every process that the benchmark measures, the empty one included: at its end it writes what it used into
// the file that USAGE_FILE names.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  // Of this program alone. `maxRSS` also counts the memory of the process that started it.
  const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  writeFileSync(
    process.env.USAGE_FILE,
    JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: Number(peakKb) / 1024 }),
  );
});
