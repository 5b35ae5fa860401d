// Preloaded into every process that the benchmark measures, the empty one included: at its end it writes its usage to
// the file named by USAGE_FILE.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  // The usage of this program alone: `maxRSS` also counts the memory of the process that started it.
  const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  writeFileSync(
    process.env.USAGE_FILE,
    JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: Number(peakKb) / 1024 }),
  );
});
