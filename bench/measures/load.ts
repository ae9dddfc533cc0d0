import { setTimeout as delay } from 'node:timers/promises';
import { Learner, type Timed } from './learner.ts';

/** What all hand in, but for a comment in the last line. */
export interface Submission {
  url: string;
  exercise: string;
  dockerfile: string;
}

export interface Load {
  learners: number;
  /** First submissions, and those after an edit of the last line. */
  first: Timed[];
  edited: Timed[];
  /** From the first submission to the last verdict, or to the end of the time. */
  wallMs: number;
}

export interface Arrival {
  /** All come within this, evenly. */
  withinMs: number;
  /** From a verdict to the next submission. */
  thinkMs: number;
  /** What is not judged by then is cancelled, and counts as not judged. */
  atMostMs: number;
}

/** So many learners come; each hands in, waits for the verdict, thinks, edits and hands in again. */
export async function load(
  { url, exercise, dockerfile }: Submission,
  learners: number,
  { withinMs, thinkMs, atMostMs }: Arrival,
): Promise<Load> {
  const started = performance.now();
  const timeIsUp = AbortSignal.timeout(atMostMs);
  const both = await Promise.all(
    Array.from({ length: learners }, async (_, n) => {
      await delay((withinMs * n) / learners);
      const learner = new Learner(url);
      const first = await learner.submit(exercise, { Dockerfile: `${dockerfile}# ${n}\n` }, timeIsUp);
      if (!timeIsUp.aborted) await delay(thinkMs);
      return {
        first,
        edited: await learner.submit(exercise, { Dockerfile: `${dockerfile}# ${n}, edited\n` }, timeIsUp),
      };
    }),
  );
  return {
    learners,
    first: both.map(({ first }) => first),
    edited: both.map(({ edited }) => edited),
    wallMs: performance.now() - started,
  };
}
