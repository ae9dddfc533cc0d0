import { setTimeout as delay } from 'node:timers/promises';
import { Learner, type Timed } from './learner.ts';

/** What every learner submits, apart from a comment in the last line. */
export interface Submission {
  url: string;
  exercise: string;
  dockerfile: string;
}

export interface Load {
  learners: number;
  /** First submissions, and submissions after an edit of the last line. */
  first: Timed[];
  edited: Timed[];
  /** From the first submission to the last verdict, or to the deadline. */
  wallMs: number;
}

export interface Arrival {
  /** All learners arrive within this time, evenly spread. */
  withinMs: number;
  /** From a verdict to the next submission. */
  thinkMs: number;
  /** Runs without a verdict by then are cancelled and count as not graded. */
  timeoutMs: number;
}

/** Each of the learners arrives, submits, waits for the verdict, thinks, edits and submits again. */
export async function load(
  { url, exercise, dockerfile }: Submission,
  learners: number,
  { withinMs, thinkMs, timeoutMs }: Arrival,
): Promise<Load> {
  const started = performance.now();
  const deadline = AbortSignal.timeout(timeoutMs);
  const both = await Promise.all(
    Array.from({ length: learners }, async (_, n) => {
      await delay((withinMs * n) / learners);
      const learner = new Learner(url);
      const first = await learner.submit(exercise, { Dockerfile: `${dockerfile}# ${n}\n` }, deadline);
      if (!deadline.aborted) await delay(thinkMs);
      return {
        first,
        edited: await learner.submit(exercise, { Dockerfile: `${dockerfile}# ${n}, edited\n` }, deadline),
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
