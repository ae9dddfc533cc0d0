import 'server-only';
import { type DrawnValues, type Exercise, PlatformError } from '@dfm/contracts';
import type { Submission } from '@dfm/contracts/browser-api';
import { drawInWords } from '@dfm/contracts/draw-in-words';
import { content } from '../content/content-root.ts';
import { Prisma, db } from '../db/client.ts';
import { loadOwnExercise } from '../exercises/own-draw.ts';
import { countUse } from '../limits/hourly-use.ts';
import { UNKNOWN_NETWORK } from '../limits/network.ts';
import { assertRoomForRun } from '../limits/stored.ts';
import { baseImages } from '../nodes/base-images.ts';
import { connectedRunners } from '../nodes/runners.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { readPreparation } from '../preparation/read-preparation.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { traceRun } from '../telemetry/site-traces.ts';
import { state, transition } from './transition.ts';

/** An older click, or one in the future, was dated by a wrong clock and is not traced. */
const CLICK_AGE_MAX_MS = 60_000;

type Executor = Pick<ReturnType<typeof db>, '$queryRaw' | 'run' | 'runner'>;

/**
 * The outcome of a submission. `active`: this learner already has a run of the exercise in progress, and that
 * run is returned.
 */
export type Submitted = { kind: 'queued' | 'active'; runId: string };

/**
 * Rejects a submission that `submit` would reject from anyone, so that no learner is created for it.
 *
 * @throws as `submit`
 */
export async function assertAcceptable(submission: Submission, network: string): Promise<void> {
  await exerciseOf(undefined, submission);
  await assertRoom(network, db());
}

/**
 * Stores a learner's submission and queues its run, in one transaction.
 *
 * @param network network of the request, as returned by `networkKey`
 * @param arrivedMs when the request arrived
 * @throws PlatformError `not-found` (unknown exercise), `bad-request` (a file that may not be edited or is
 *   not text), `conflict` (the exercise has different values for the learner by now), `no-runner`,
 *   `rate-limited` (a limit of this learner, of this network, or of the site)
 */
export async function submit(
  learnerId: string,
  submission: Submission,
  network = UNKNOWN_NETWORK,
  arrivedMs = Date.now(),
): Promise<Submitted> {
  const { exercise, bases, values } = await exerciseOf(learnerId, submission);
  const { exercise: slug, files } = submission;
  const submitted = await db().$transaction(async (tx): Promise<Submitted> => {
    // The lock makes submissions of one learner sequential, so that the limits below hold for concurrent ones too.
    await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${learnerId} FOR UPDATE`;
    const active = await activeRun(learnerId, slug, tx);
    if (active !== undefined) return { kind: 'active', runId: active };
    await countUse(network, 'submission', tx);
    await assertRoom(network, tx);

    const labels = await requiredLabels(exercise, tx);
    const { runs } = await tx.submission.create({
      data: {
        learnerId,
        exercise: slug,
        files,
        values,
        runs: {
          create: {
            learnerId,
            exercise: slug,
            content: content().commit ?? null,
            ...labels,
            bases,
            network,
            bytes: Buffer.byteLength(JSON.stringify(files)),
          },
        },
      },
      select: { runs: { select: { id: true } } },
    });
    const runId = runs[0]!.id;
    await transition(
      {
        set: Prisma.sql`state = ${state('queued')}`,
        where: Prisma.sql`id = ${runId}`,
        events: [{ type: 'phase', phase: 'queued', state: 'started' }],
      },
      tx,
    );
    return { kind: 'queued', runId };
  });
  if (submitted.kind === 'queued') {
    siteMetrics().submitted.inc();
    traceSubmission(submitted.runId, arrivedMs, submission.clickedAtMs);
    log.info({ runId: submitted.runId, exercise: slug }, 'run queued');
  }
  return submitted;
}

function traceSubmission(runId: string, arrivedMs: number, clickedAtMs: number | undefined): void {
  if (clickedAtMs !== undefined && clickedAtMs <= arrivedMs && clickedAtMs >= arrivedMs - CLICK_AGE_MAX_MS)
    traceRun({ runId, name: 'click', startMs: clickedAtMs, endMs: arrivedMs });
  traceRun({ runId, name: 'submit', startMs: arrivedMs });
}

async function exerciseOf(
  learnerId: string | undefined,
  { exercise: slug, files, values: shown = {} }: Submission,
): Promise<{ exercise: Exercise; bases: string[]; values: DrawnValues }> {
  const {
    loaded: { exercise, starter, values, taskValues },
  } = await loadOwnExercise(learnerId, slug);
  for (const [path, text] of Object.entries(files)) {
    if (!exercise.editable.includes(path))
      throw new PlatformError(
        'bad-request',
        `${path} is not a file you can change in this exercise. Reload the page and try again.`,
      );
    assertText(path, text);
  }
  if (Object.entries(taskValues).some(([name, value]) => shown[name] !== value))
    throw new PlatformError(
      'conflict',
      `This exercise has different values for you now: ${drawInWords(taskValues)}. Reload the page to see them in the task. What you have typed is kept.`,
    );
  const dockerfile = files.Dockerfile ?? starter.find(({ path }) => path === 'Dockerfile')?.data ?? '';
  return { exercise, bases: baseImages(dockerfile), values };
}

/**
 * The learner's active run of the exercise; undefined if there is none and another run may start.
 *
 * @throws PlatformError `rate-limited`
 */
async function activeRun(learnerId: string, slug: string, executor: Executor): Promise<string | undefined> {
  const active = await executor.run.findMany({
    where: { learnerId, kind: 'practice', state: { in: ['queued', 'running'] } },
    select: { id: true, exercise: true },
  });
  const same = active.find((run) => run.exercise === slug);
  if (same) return same.id;
  const { RUN_ACTIVE_PER_LEARNER: limit } = env();
  if (active.length >= limit)
    throw new PlatformError(
      'rate-limited',
      `You have ${active.length} runs in progress, which is the limit. Wait for one of them to end, or cancel it.`,
    );
  return undefined;
}

/** The labels that the run's node needs, and those that it simulates because no connected node has them. */
export async function requiredLabels(
  exercise: Exercise,
  executor: Executor,
): Promise<{ needs: string[]; simulates: string[] }> {
  const { labels, otherwise } = exercise.needs ?? { labels: [] };
  const isSimulated = otherwise === 'simulate' && (await connectedRunners({ needs: labels }, executor)) === 0;
  return isSimulated ? { needs: [], simulates: labels } : { needs: labels, simulates: [] };
}

async function assertRoom(network: string, executor: Executor): Promise<void> {
  if ((await connectedRunners({}, executor)) === 0 && !(await isPreparing()))
    throw new PlatformError(
      'no-runner',
      'No runner is connected, so nothing can be built at the moment. Your files are saved in this browser. Try again in a moment.',
    );
  // Prisma's own query casts the state from text, with which PostgreSQL would read all runs instead of an index.
  const [queue] = await executor.$queryRaw<{ runs: number }[]>`
    SELECT count(*)::int AS runs FROM run WHERE state = 'queued' AND kind = 'practice'`;
  if (queue!.runs >= env().RUN_QUEUE_MAX)
    throw new PlatformError('rate-limited', 'The queue is full. Try again in a few minutes.');
  await assertRoomForRun(network, executor);
}

/** Whether a node will become available without anyone's intervention, so that a run can wait for it. */
async function isPreparing(): Promise<boolean> {
  const preparation = await readPreparation();
  return (
    preparation !== undefined &&
    (preparation.failure === undefined || preparation.failure.retryAt !== undefined)
  );
}

/** NUL and lone surrogates cannot be stored or written to a file unchanged. */
function assertText(path: string, text: string): void {
  const line = text
    .split('\n')
    .findIndex((candidate) => candidate.includes('\0') || !candidate.isWellFormed());
  if (line >= 0)
    throw new PlatformError(
      'bad-request',
      `Line ${line + 1} of ${path} contains a character that a text file cannot contain (NUL or half a surrogate pair). Remove it and run again.`,
    );
}
