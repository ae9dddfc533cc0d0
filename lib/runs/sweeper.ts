import 'server-only';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { perProcess } from '../per-process.ts';
import { sweep } from './sweep.ts';

const INTERVAL_MS = 5_000;

/** Sweeps every 5 s for as long as the process lives. The first time after a whole time-out: while the site was away, no runner could report. */
export function startSweeper(): void {
  perProcess('sweeper', () => {
    const again = async () => {
      await sweep().catch((error: unknown) => log.error({ err: error }, 'sweeping failed'));
      setTimeout(again, INTERVAL_MS).unref();
    };
    return setTimeout(again, env().RUN_HEARTBEAT_TIMEOUT_SECONDS * 1_000).unref();
  });
}
