import { setTimeout as delay } from 'node:timers/promises';
import type { RunEvent } from '@dfm/contracts';
import { claim } from '../../../lib/runs/claim.ts';
import { finish, report } from '../../../lib/runs/report.ts';
import { resultWithoutExercise } from '../../../lib/runs/result-without-exercise.ts';
import { runnerInfo } from '../working-site.ts';
import { monotonicMs } from './monotonic-ms.ts';
import type { Pages } from './pages.ts';

/** Times in ms from a call that changes the database until a page shows it. */
export interface Delays {
  /** Of each event of a run on the page that follows it: claimed, log lines, verdict. */
  events: number[];
  /** Of a new place in the queue, on every page that waits. */
  places: number[];
}

const LOG_LINES = 5;
const LOG_EVERY_MS = 100;
/** The queued run has one event before it is claimed. */
const EVENTS_BEFORE = 1;
const SHOWN_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 250;
/** How often the site reads the queue for its pages. */
const QUEUE_EVERY_MS = 2_000;

/**
 * Lets runs advance, one after the other: each is claimed, reports log lines and gets a verdict, by the
 * site's own code in this process. All other pages move up by one place each time.
 *
 * @throws Error if a page does not show a change within 30 s
 */
export async function advance(pages: Pages, runs: number): Promise<Delays> {
  const delays: Delays = { events: [], places: [] };
  for (let n = 0; n < runs; n++) {
    // Otherwise, each run would advance right after the queue was read for the one before.
    await delay(Math.random() * QUEUE_EVERY_MS);
    await pages.mark();
    const calledAt: number[] = [];
    const call = async <T>(change: () => Promise<T>): Promise<T> => {
      calledAt.push(monotonicMs());
      return change();
    };
    const claimed = await call(() =>
      claim({ runner: runnerInfo(0), waitMs: 0 }, new AbortController().signal),
    );
    if (claimed?.work !== 'grading') throw new Error('there is no run to claim');
    const { runId, fence, exercise } = claimed;
    for (let line = 1; line <= LOG_LINES; line++) {
      await delay(LOG_EVERY_MS);
      await call(() => report(runId, { fence, first: line, events: [logLine(line)] }));
    }
    // What is shown of a place does not change when the run ends, because it left the queue when it was claimed.
    const moved = await allMoved(pages);
    delays.places.push(...moved.map((at) => at - calledAt[0]!));
    const result = resultWithoutExercise(exercise.slug, { status: 'graded', timings: { totalMs: 1 } });
    await call(() => finish(runId, { fence, result }));
    const arrivedAt = await allArrived(pages, runId, calledAt.length);
    delays.events.push(...arrivedAt.map((at, index) => at - calledAt[index]!));
  }
  return delays;
}

const logLine = (line: number): RunEvent => ({
  type: 'log',
  atMs: line * LOG_EVERY_MS,
  source: 'cold-build',
  stream: 'stdout',
  text: `line ${line}\n`,
});

/** Waits until every page that still waits shows a new place. @returns when each did */
async function allMoved(pages: Pages): Promise<number[]> {
  for (const until = monotonicMs() + SHOWN_WITHIN_MS; ; await delay(LOOK_EVERY_MS)) {
    const { atMs, pages: open } = await pages.moves();
    // The page of the run that was claimed has no place any more.
    if (atMs.length === open - 1) return atMs;
    if (monotonicMs() > until)
      throw new Error(`${open - 1 - atMs.length} pages did not show their new place in 30 s`);
  }
}

/** Waits for the events after a claim. @returns when each arrived */
async function allArrived(pages: Pages, runId: string, events: number): Promise<readonly number[]> {
  for (const until = monotonicMs() + SHOWN_WITHIN_MS; ; await delay(LOOK_EVERY_MS)) {
    const arrivals = pages.arrivals(runId).slice(EVENTS_BEFORE);
    if (arrivals.length > events) throw new Error(`run ${runId} has more events than expected`);
    if (arrivals.length === events) return arrivals;
    if (monotonicMs() > until) throw new Error(`an event of run ${runId} did not arrive within 30 s`);
  }
}
