import { setTimeout as delay } from 'node:timers/promises';
import { Learner, type Timed } from './learner.ts';
import type { Submission } from './load.ts';

export interface ClassHour {
  learners: number;
  edits: Timed[];
}

const minuteMs = 60_000;
/** Timeout of the first submissions, which build everything and are not measured. */
const openingMs = 30 * minuteMs;

/**
 * A class in the middle of its work: everyone has a sandbox with their earlier builds, and submits an edit of
 * the last line once a minute, evenly spread, or when the previous verdict arrives. Learners join until the
 * class has each of the sizes in turn.
 *
 * @param sizes in ascending order
 * @param minutes how long each size is measured
 */
export async function classHours(
  { url, exercise, dockerfile }: Submission,
  sizes: readonly number[],
  minutes: number,
): Promise<ClassHour[]> {
  const learners: Learner[] = [];
  const hours: ClassHour[] = [];
  for (const size of sizes) {
    const joining = Array.from({ length: size - learners.length }, () => new Learner(url));
    const opened = AbortSignal.timeout(openingMs);
    await Promise.all(
      joining.map((learner, n) =>
        learner.submit(exercise, { Dockerfile: `${dockerfile}# joins ${learners.length + n}\n` }, opened),
      ),
    );
    learners.push(...joining);
    const began = performance.now();
    const deadline = AbortSignal.timeout((minutes + 1) * minuteMs);
    const edits = await Promise.all(
      learners.map(async (learner, n) => {
        const own: Timed[] = [];
        for (let minute = 0; minute < minutes; minute++) {
          await delay(Math.max(0, began + minuteMs * (minute + n / size) - performance.now()));
          own.push(
            await learner.submit(
              exercise,
              { Dockerfile: `${dockerfile}# ${size}, ${n}, ${minute}\n` },
              deadline,
            ),
          );
        }
        return own;
      }),
    );
    hours.push({ learners: size, edits: edits.flat() });
  }
  return hours;
}
