import { setTimeout as delay } from 'node:timers/promises';
import type { RunPlan } from '@dfm/contracts';
import type { ContainerObservation, RunEvidence } from '@dfm/grading';
import { containerState, createContainer, lastOutput, removeContainer, stopContainer, type ContainerState } from '../engine/containers.ts';
import { frozenHealth } from './broken-service.ts';
import { containerPhase } from './container-phase.ts';
import { observedHealth } from './observed-health.ts';
import { probeService, startAndWait, streamOutput, type StartedContainer } from './observe-container.ts';
import type { GpuWatch } from './gpu-watch.ts';
import type { PhaseOutcome } from './outcome.ts';
import type { RunScope } from './run-scope.ts';
import { observedShutdown, stateBinds } from './shutdown.ts';
import { tolerantPlan } from './time-tolerance.ts';

const healthPollMs = 50;
const logTailBytes = 4 * 1024;
/** An id that no image is likely to have made for itself. */
const hardenedUser = '10001:10001';

/**
 * Starts the image twice side by side: as it says, and read-only under another user. Both lose their capabilities and
 * see only each other. Sends the probes to both; of the first it also awaits the health check and the stop.
 * @param timeFactor what the plan's time limits are multiplied by on this node
 * @param notice is told of a limit that the containers ran into and that ends no run
 * @param gpu both containers get its device, and the first is asked what it makes of it
 */
export async function runPhase(scope: RunScope, exercisePlan: RunPlan, timeFactor: number, notice: (text: string) => void, gpu?: GpuWatch): Promise<PhaseOutcome<RunEvidence>> {
  const plan = tolerantPlan(exercisePlan, timeFactor);
  return containerPhase(scope, {
    timeFactor,
    memoryMb: plan.memoryMb,
    doing: 'Starting, probing and stopping the container',
    notice,
    logTailOf: ({ normal }) => normal.logTail,
    work: async (bounded, plain) => {
      const spec = gpu === undefined ? plain : { ...plain, binds: gpu.binds };
      const [normal, hardened] = await Promise.all([observeNormal(bounded, plan, timeFactor, spec, gpu), observeHardened(bounded, plan, { ...spec, hardened: { user: hardenedUser } })]);
      return { normal, hardened, timeFactor };
    },
  });
}

type Spec = Parameters<typeof createContainer>[1];

async function observeNormal(scope: RunScope, plan: RunPlan, timeFactor: number, spec: Spec, gpu: GpuWatch | undefined): Promise<RunEvidence['normal']> {
  const binds = [...(spec.binds ?? []), ...(await stateBinds(scope, plan))];
  const container = await createContainer(scope.engine, { ...spec, binds });
  const ending = new AbortController();
  let output: Promise<void> | undefined;
  try {
    const started = await startAndWait(scope, plan, container, () => {
      output = streamOutput(scope, container, AbortSignal.any([scope.signal, ending.signal]));
      // Awaited below: an engine that goes away meanwhile must end this run, not the process.
      output.catch(() => undefined);
    });
    await gpu?.ask(container, scope.signal);
    const [probes, health] = await Promise.all([probeService(scope, plan, started, true), awaitHealth(scope, plan, started)]);
    const frozen = await frozenHealth(scope, plan, timeFactor, container, health);
    const before = await containerState(container);
    const peakResidentBytes = before.pid === undefined ? undefined : await scope.sandbox.peakResidentBytesOf(before.pid);
    const stopping = before.running ? stopAndTell(started, plan) : undefined;
    const [stop, shutdown] = await Promise.all([stopping, observedShutdown(scope, plan, started, stopping)]);
    return { ...(await closed(started, before)), probes, health, frozen, stop, shutdown, peakResidentBytes };
  } finally {
    ending.abort();
    await output;
  }
}

async function observeHardened(scope: RunScope, plan: RunPlan, spec: Spec): Promise<RunEvidence['hardened']> {
  const started = await startAndWait(scope, plan, await createContainer(scope.engine, spec));
  const probes = await probeService(scope, plan, started, false);
  const observation = await closed(started, await containerState(started.container));
  // Now rather than with the run's other traces: the other container still waits for its health check.
  await removeContainer(started.container);
  return { ...observation, probes };
}

/** The observation with what is known at its end. */
async function closed({ container, observation }: StartedContainer, state: ContainerState): Promise<ContainerObservation> {
  const logTail = observation.logTail === '' ? await lastOutput(container, 40, logTailBytes) : observation.logTail;
  return { ...observation, logTail, exitCode: observation.exitCode ?? state.exitCode, oomKilled: observation.oomKilled || state.oomKilled };
}

/** Waits until the image's own HEALTHCHECK has decided, or its time is over. */
async function awaitHealth(scope: RunScope, plan: RunPlan, { container }: StartedContainer): Promise<RunEvidence['normal']['health']> {
  for (;;) {
    scope.signal.throwIfAborted();
    const state = await containerState(container);
    const health = observedHealth(state);
    const elapsedMs = Date.now() - state.startedAtMs;
    if (!state.running || !health.declared || health.status !== 'starting' || elapsedMs >= plan.healthyWithinMs) return health;
    await delay(healthPollMs);
  }
}

async function stopAndTell({ container }: StartedContainer, plan: RunPlan): Promise<RunEvidence['normal']['stop']> {
  const ms = await stopContainer(container, plan.stopGraceMs);
  const { exitCode } = await containerState(container);
  // 137 is 128 + SIGKILL: the engine lost patience.
  return { signalled: true, graceful: ms < plan.stopGraceMs && exitCode !== 137, ms, exitCode };
}
