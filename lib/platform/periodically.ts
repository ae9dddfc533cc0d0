import 'server-only';
import { log } from './log.ts';
import { perProcess } from './per-process.ts';

/**
 * Does something again and again for as long as the process lives, with a pause after each time. A failure is
 * logged.
 */
export function periodically(
  name: string,
  { firstMs, pauseMs }: { firstMs: number; pauseMs: number },
  work: () => Promise<unknown>,
): void {
  perProcess(`periodically ${name}`, () => {
    const again = async () => {
      await work().catch((error: unknown) => log.error({ err: error }, `${name} failed`));
      setTimeout(again, pauseMs).unref();
    };
    return setTimeout(again, firstMs).unref();
  });
}
