import { setTimeout as delay } from 'node:timers/promises';
import { Learner, type Timed } from './learner.ts';
import type { Submission } from './load.ts';

export interface ClassHour {
  learners: number;
  edits: Timed[];
}

const minuteMs = 60_000;
/** The first submissions build from nothing; none of them is what is measured. */
const openingMs = 30 * minuteMs;

/**
 * A class in the middle of its work: everybody has a sandbox with what they built before, and hands in an
 * edit of the last line once a minute, evenly spread, or when the verdict before is there. Learners join up
 * to each size in turn.
 *
 * @param sizes rising
 * @param minutes that each size is watched for
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
    const timeIsUp = AbortSignal.timeout((minutes + 1) * minuteMs);
    const edits = await Promise.all(
      learners.map(async (learner, n) => {
        const own: Timed[] = [];
        for (let minute = 0; minute < minutes; minute++) {
          await delay(Math.max(0, began + minuteMs * (minute + n / size) - performance.now()));
          own.push(
            await learner.submit(
              exercise,
              { Dockerfile: `${dockerfile}# ${size}, ${n}, ${minute}\n` },
              timeIsUp,
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
