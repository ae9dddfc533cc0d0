import { join } from 'node:path';
import { runNode } from '../node/run-node.ts';

// Prepares this machine's node and runs its runner, for a container or a systemd unit. Of two signals, the second one makes the
// runner abandon its runs.
const stop = new AbortController();
const source = join(import.meta.dirname, '..');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort(signal));
process.exitCode = await runNode(
  { prepare: [join(source, 'commands/prepare.ts')], runner: [join(source, 'index.ts')] },
  console.log,
  stop.signal,
);
