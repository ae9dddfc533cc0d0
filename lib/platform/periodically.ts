import 'server-only';
import { log } from './log.ts';
import { perProcess } from './per-process.ts';

/** Runs work repeatedly for as long as the process lives, with a pause after each time. Failures are logged. */
export function periodically(
  name: string,
  { firstMs, pauseMs }: { firstMs: number; pauseMs: number },
  work: () => Promise<unknown>,
): void {
  perProcess(`periodically ${name}`, () => {
    const repeat = async () => {
      await work().catch((error: unknown) => log.error({ err: error }, `${name} failed`));
      setTimeout(repeat, pauseMs).unref();
    };
    return setTimeout(repeat, firstMs).unref();
  });
}
