import { constants } from 'node:os';
import type { RunPlan } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import type { ContainerObservation, RunEvidence } from '@dfm/grading';
import {
  containerState,
  createContainer,
  healthSettings,
  lastOutput,
  removeContainer,
  stopContainer,
  stopSignalOf,
  type ContainerState,
} from '../engine/containers.ts';
import type { PhaseOutcome } from '../submission/outcome.ts';
import { containerPhase } from './container-phase.ts';
import { frozenCheck, passesAlone } from './frozen-check.ts';
import type { GpuWatch } from './gpu-watch.ts';
import { probeService, startAndWait, streamOutput, type StartedContainer } from './observe-container.ts';
import { observeHealth } from './observed-health.ts';
import type { RunScope } from './run-scope.ts';
import { observedShutdown, stateBinds } from './shutdown.ts';

/** Less than this changes no verdict. */
const toldDenialMs = 1_000;
const logTailBytes = 4 * 1024;
/** An id that no image is likely to have made for itself. */
const hardenedUser = '10001:10001';

/**
 * Starts the image twice side by side: as it says, and read-only under another user. Both lose their
 * capabilities and see only each other. Sends the probes to both; of the first it also awaits the health
 * check and the stop.
 *
 * @param notice is told of a limit that the containers ran into and that ends no run
 * @param gpu both containers get its device, and the first is asked what it makes of it
 */
export async function runService(
  scope: RunScope,
  plan: RunPlan,
  notice: (text: string) => void,
  gpu?: GpuWatch,
): Promise<PhaseOutcome<RunEvidence>> {
  return containerPhase(scope, {
    memoryMib: plan.memoryMib,
    doing: 'Starting, probing and stopping the container',
    notice,
    logTailOf: ({ normal }) => normal.logTail,
    work: async (bounded, plain) => {
      const spec = gpu === undefined ? plain : { ...plain, binds: gpu.binds };
      const [normal, hardened] = await Promise.all([
        observeNormal(bounded, plan, spec, notice, gpu),
        observeHardened(bounded, plan, { ...spec, hardened: { user: hardenedUser } }),
      ]);
      return { normal, hardened };
    },
  });
}

type Spec = Parameters<typeof createContainer>[1];

async function observeNormal(
  scope: RunScope,
  plan: RunPlan,
  spec: Spec,
  notice: (text: string) => void,
  gpu: GpuWatch | undefined,
): Promise<RunEvidence['normal']> {
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
    const settings = await healthSettings(container);
    const tried = async () => {
      const [probes, health] = await Promise.all([
        probeService(scope, plan, started, true),
        observeHealth(scope, plan, started, settings),
      ]);
      return {
        probes,
        health,
        frozen:
          settings === undefined
            ? undefined
            : await frozenCheck(scope, container, settings, plan, health.passedMs),
      };
    };
    const [{ probes, health, frozen }, passedAlone] = await Promise.all([
      tried(),
      settings === undefined ? undefined : passesAlone(scope, spec, settings),
    ]);
    const before = await containerState(container);
    const peakResidentBytes =
      before.pid === undefined ? undefined : await scope.sandbox.peakResidentBytesOf(before.pid);
    const stopping = before.running ? stopAndTell(scope, started, plan) : undefined;
    const [stop, shutdown] = await Promise.all([stopping, observedShutdown(scope, plan, started, stopping)]);
    tellDenied((await started.clock?.deniedMs()) ?? 0, notice);
    return {
      ...(await closed(started, before)),
      probes,
      health,
      frozen,
      passedAlone,
      stop,
      shutdown,
      peakResidentBytes,
    };
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
async function closed(
  { container, observation }: StartedContainer,
  state: ContainerState,
): Promise<ContainerObservation> {
  const logTail =
    observation.logTail === '' ? await lastOutput(container, 40, logTailBytes) : observation.logTail;
  return {
    ...observation,
    logTail,
    exitCode: observation.exitCode ?? state.exitCode,
    oomKilled: observation.oomKilled || state.oomKilled,
  };
}

async function stopAndTell(
  scope: RunScope,
  { container, clock }: StartedContainer,
  plan: RunPlan,
): Promise<RunEvidence['normal']['stop']> {
  if (clock === undefined) return undefined;
  const beganMs = await clock.elapsedMs();
  // With a plan for what happens meanwhile, the whole grace period is watched.
  if (plan.shutdown === undefined && (await dropsStopSignal(scope, container))) {
    await stopContainer(container, AbortSignal.abort());
    return {
      signalled: true,
      graceful: false,
      ms: (await clock.elapsedMs()) - beganMs,
      exitCode: (await containerState(container)).exitCode,
      unhandled: true,
    };
  }
  const isLate = await clock.within(plan.stopGraceMs, async (deadline) => {
    await stopContainer(container, AbortSignal.any([deadline, scope.signal]));
    return deadline.aborted;
  });
  const { exitCode } = await containerState(container);
  // 137 is 128 + SIGKILL: patience was lost.
  return {
    signalled: true,
    graceful: !isLate && exitCode !== 137,
    ms: (await clock.elapsedMs()) - beganMs,
    exitCode,
  };
}

/** Whether the container's process 1 can never notice the signal that stops it. */
async function dropsStopSignal(
  { sandbox }: RunScope,
  container: Parameters<typeof stopContainer>[0],
): Promise<boolean> {
  const [{ pid }, signal] = await Promise.all([containerState(container), stopSignalOf(container)]);
  if (pid === undefined || signal === undefined || signal === constants.signals.SIGKILL) return false;
  return (await sandbox.takesSignal(pid, signal)) === false;
}

/** Says that time limits were longer than the clock on the wall has them, where that is worth a word. */
function tellDenied(ms: number, notice: (text: string) => void): void {
  if (ms >= toldDenialMs)
    notice(
      `Other work on this machine kept your container waiting for a processor for ${formatDuration(ms)}. That time does not count towards its time limits.`,
    );
}
