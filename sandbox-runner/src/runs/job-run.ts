import { posix } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobPlan, JobStart } from '@dfm/contracts';
import type { JobOutcome } from '@dfm/grading';
import {
  containerState,
  createContainer,
  killContainer,
  lastOutput,
  removeContainer,
} from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { mapped, type PhaseOutcome } from '../submission/outcome.ts';
import { containerPhase } from './container-phase.ts';
import { judgeJob, type ObservedJob } from './judge-job.ts';
import { leftFile, type LeftFile } from './left-file.ts';
import { bindsOfFiles, filesVolume } from './mounted-files.ts';
import { clockOf, streamOutput } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';
import { startOrRefusal } from './start-or-refusal.ts';

/** The owner of the folder that a job gets. */
const root = 0;
const pollMs = 100;
const tailLines = 40;
const tailBytes = 4 * 1024;

/**
 * Starts an image that must exit by itself, once for each start in the plan, one after another. Each start
 * has its own container, without network access, and without capabilities unless the submission has options.
 *
 * @param notice called for a limit that a container reached and that does not end the run
 */
export async function runJob(
  scope: RunScope,
  plan: JobPlan,
  notice: (text: string) => void,
): Promise<PhaseOutcome<JobOutcome[]>> {
  const watched = await containerPhase<WatchedJob[]>(scope, {
    memoryMib: plan.memoryMib,
    doing: 'Running the container',
    notice,
    logTailOf: (jobs) => jobs.at(-1)?.logTail ?? '',
    work: async (bounded, spec) => {
      const jobs: WatchedJob[] = [];
      for (const [index, start] of plan.starts.entries()) {
        const purpose = `start-${index}`;
        const binds = await bindsOfFiles(bounded, start.files, purpose);
        const { env, user } = start;
        const container = await createContainer(scope.engine, {
          ...spec,
          options: scope.options,
          env,
          user,
          binds,
        });
        jobs.push(await observeJob(bounded, container, start, purpose, plan.endsWithinMs));
      }
      return jobs;
    },
  });
  return mapped(watched, (jobs) => jobs.map(({ outcome }) => outcome));
}

interface WatchedJob {
  outcome: JobOutcome;
  /** The end of its output. */
  logTail: string;
}

async function observeJob(
  scope: RunScope,
  container: EngineContainer,
  start: JobStart,
  purpose: string,
  withinMs: number,
): Promise<WatchedJob> {
  const { end, ms } = await runToEnd(scope, container, withinMs);
  const isRefused = end.kind === 'refused';
  const [logTail, stdoutTail] = isRefused
    ? ['', '']
    : await Promise.all([
        lastOutput(container, tailLines, tailBytes),
        lastOutput(container, tailLines, tailBytes, 'stdout'),
      ]);
  // Before the volume is read, so that nothing can still change it.
  await removeContainer(container);
  const left = isRefused ? undefined : await leftBy(scope, start, purpose);
  const { ok, message } = judgeJob(start, { end, logTail, stdoutTail, left });
  scope.emit({ type: 'probe', name: start.name, ok, message });
  return {
    outcome: { start, ok, ms, exitCode: end.kind === 'ended' ? end.exitCode : undefined, message },
    logTail,
  };
}

/** The file that a start must leave, if there is one. */
async function leftBy(
  scope: RunScope,
  { files, leaves }: JobStart,
  purpose: string,
): Promise<LeftFile | undefined> {
  if (files === undefined || leaves === undefined) return undefined;
  return leftFile(scope, filesVolume(scope.runId, purpose), posix.relative(files.path, leaves.path), root);
}

/** Starts the container and waits until it exits, `ms` milliseconds later. Its output is streamed to the log. */
async function runToEnd(
  scope: RunScope,
  container: EngineContainer,
  withinMs: number,
): Promise<{ end: ObservedJob['end']; ms: number }> {
  const why = await startOrRefusal(scope, container);
  if (why !== undefined) return { end: { kind: 'refused', why }, ms: 0 };
  const startedAt = performance.now();
  const ended = (end: ObservedJob['end']) => ({ end, ms: performance.now() - startedAt });
  const clock = await clockOf(scope, container);
  const output = streamOutput(scope, container, scope.signal);
  // Awaited below. If the engine is lost meanwhile, this must end the run, not the process.
  output.catch(() => undefined);
  for (;;) {
    scope.signal.throwIfAborted();
    const { running, exitCode, oomKilled } = await containerState(container);
    const isLate = (await clock.elapsedMs()) >= withinMs;
    if (running && !isLate) {
      await delay(pollMs);
      continue;
    }
    // The output ends when the container exits.
    if (running) await killContainer(container);
    await output;
    return ended(running ? { kind: 'running', ms: withinMs } : { kind: 'ended', exitCode, oomKilled });
  }
}
