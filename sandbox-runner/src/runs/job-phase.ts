import { setTimeout as delay } from 'node:timers/promises';
import type { JobPlan, JobStart } from '@dfm/contracts';
import type { JobOutcome } from '@dfm/grading';
import { containerState, createContainer, createNetwork, lastOutput, removeContainer, startContainer, stopContainer } from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { engineFault } from './engine-fault.ts';
import { judgeJob, type SeenJob } from './judge-job.ts';
import { streamOutput } from './observe-container.ts';
import { done, ended, type PhaseOutcome } from './outcome.ts';
import { outOfMemory } from './run-phase.ts';
import { imageTag, type RunScope } from './run-scope.ts';

const pollMs = 100;
const tailLines = 40;
const tailBytes = 4 * 1024;

/**
 * Starts an image that is to end by itself, once for each start of the plan, one after the other and each in a container
 * of its own, without capabilities and without a network that leads anywhere.
 * @param timeFactor what the plan's time limit is multiplied by on this node
 */
export async function jobPhase(scope: RunScope, plan: JobPlan, timeFactor: number): Promise<PhaseOutcome<JobOutcome[]>> {
  const { engine, runId, limits } = scope;
  const seconds = Math.ceil(limits.RUN_PROBE_SECONDS * timeFactor);
  const deadline = AbortSignal.timeout(seconds * 1000);
  const bounded: RunScope = { ...scope, signal: AbortSignal.any([scope.signal, deadline]) };
  try {
    const before = await scope.sandbox.fault();
    const network = await createNetwork(engine, runId);
    const spec = { runId, image: imageTag(runId, 'cold'), network, memoryMb: plan.memoryMb, pids: limits.SANDBOX_PIDS };
    const outcomes: JobOutcome[] = [];
    for (const start of plan.starts) {
      const container = await createContainer(engine, { ...spec, env: start.env });
      outcomes.push(await observeJob(bounded, container, start, Math.ceil(plan.endsWithinMs * timeFactor)));
      await removeContainer(container);
    }
    return (before === undefined ? await outOfMemory(scope, '') : undefined) ?? done(outcomes);
  } catch (error) {
    scope.signal.throwIfAborted();
    if (deadline.aborted) return ended('timed-out', { phase: 'run', limit: `run of ${seconds} s`, message: `The container and what it was asked to do took longer than ${seconds} s in all.` });
    const early = await outOfMemory(scope, '');
    if (early !== undefined) return early;
    throw engineFault(`job: ${String(error)}`, error);
  }
}

async function observeJob(scope: RunScope, container: EngineContainer, start: JobStart, withinMs: number): Promise<JobOutcome> {
  const began = performance.now();
  const end = await endOf(scope, container, withinMs);
  const ms = performance.now() - began;
  const isRefused = end.kind === 'refused';
  const [logTail, stdoutTail] = isRefused ? ['', ''] : await Promise.all([lastOutput(container, tailLines, tailBytes), lastOutput(container, tailLines, tailBytes, 'stdout')]);
  const { ok, message } = judgeJob(start, { end, logTail, stdoutTail });
  scope.emit({ type: 'probe', name: start.name, ok, message });
  return { start, ok, ms, exitCode: end.kind === 'ended' ? end.exitCode : undefined, message };
}

/** Starts the container and waits for its end. Its output goes to the log as it comes. */
async function endOf(scope: RunScope, container: EngineContainer, withinMs: number): Promise<SeenJob['end']> {
  const began = performance.now();
  const why = await startContainer(container);
  if (why !== undefined) return { kind: 'refused', why };
  const output = streamOutput(scope, container, scope.signal);
  // Awaited below: an engine that goes away meanwhile must end this run, not the process.
  output.catch(() => undefined);
  for (;;) {
    scope.signal.throwIfAborted();
    const { running, exitCode, oomKilled } = await containerState(container);
    const isLate = performance.now() - began >= withinMs;
    if (running && !isLate) {
      await delay(pollMs);
      continue;
    }
    // The output ends when the container does.
    if (running) await stopContainer(container, 0);
    await output;
    return running ? { kind: 'running', seconds: Math.round(withinMs / 1000) } : { kind: 'ended', exitCode, oomKilled };
  }
}
