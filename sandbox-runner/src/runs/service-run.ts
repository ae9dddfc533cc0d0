import { constants } from 'node:os';
import type { RunPlan } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import type { RunEvidence } from '@dfm/grading';
import {
  containerState,
  createContainer,
  healthSettings,
  removeContainer,
  stopContainer,
  stopSignalOf,
} from '../engine/containers.ts';
import type { PhaseOutcome } from '../submission/outcome.ts';
import { observeAttacks } from './attacks.ts';
import { containerPhase } from './container-phase.ts';
import { startFileServer } from './file-server.ts';
import { frozenCheck, passesAlone } from './frozen-check.ts';
import { probesFor } from './gpu-probes.ts';
import type { GpuWatch } from './gpu-watch.ts';
import { bindsOfFiles } from './mounted-files.ts';
import {
  closed,
  probeService,
  startAndWait,
  streamOutput,
  type StartedContainer,
} from './observe-container.ts';
import { watchingAlive } from './observed-alive.ts';
import { observeHealth } from './observed-health.ts';
import { observeLoad } from './observed-load.ts';
import { observeLoss } from './observed-loss.ts';
import type { RunScope } from './run-scope.ts';
import { observeStarts } from './service-starts.ts';
import { observedShutdown, stateBinds } from './shutdown.ts';

/** Less lost time than this is not reported, because it changes no verdict. */
const minReportedMs = 1_000;
/** Purpose of the volume with the files of the container that has its own settings. */
const normalFiles = 'normal';
/** An ID that images are unlikely to create. */
const hardenedUser = '10001:10001';

/**
 * Starts the image twice, concurrently unless they use a GPU: with its own settings, and read-only with a
 * different user. Both can reach only each other, and have no capabilities, except the first if the
 * submission has options. Sends the probes to both; for the first it also observes the health check and the
 * stop. The plan's further starts follow.
 *
 * @param notice called for a limit that the containers reached and that does not end the run
 * @param gpu both containers get its device, and the probe runs in the first
 */
export async function runService(
  scope: RunScope,
  { probes, ...rest }: RunPlan,
  notice: (text: string) => void,
  gpu?: GpuWatch,
): Promise<PhaseOutcome<RunEvidence>> {
  const plan = { ...rest, probes: probesFor(probes, gpu) };
  return containerPhase(scope, {
    memoryMib: plan.memoryMib,
    doing: 'Starting, probing and stopping the container',
    notice,
    logTailOf: ({ normal }) => normal.logTail,
    work: async (bounded, plain) => {
      const spec = { ...plain, options: scope.options, env: plan.env, binds: gpu?.binds ?? [] };
      const withFiles = async (purpose: string) => ({
        ...spec,
        binds: [...spec.binds, ...(await bindsOfFiles(bounded, plan.files, purpose))],
      });
      if (plan.serves !== undefined) await startFileServer(bounded, plain, plan.serves);
      const [first, second] = [await withFiles(normalFiles), await withFiles('hardened')];
      const observeFirst = () => observeNormal(bounded, plan, first, notice, gpu);
      const observeSecond = () =>
        observeHardened(bounded, plan, { ...second, options: undefined, hardened: { user: hardenedUser } });
      // A program may reserve most of a GPU's memory, so only one container has the GPU at a time.
      const [normal, hardened] =
        gpu === undefined
          ? await Promise.all([observeFirst(), observeSecond()])
          : [await observeFirst(), await observeSecond()];
      const starts = normal.ready ? await observeStarts(bounded, plan, spec) : [];
      return { normal, hardened, ...(plan.starts.length > 0 && { starts }) };
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
    const [started, alive] = await watchingAlive(scope, plan, container, (onStarted) =>
      startAndWait(scope, plan, container, () => {
        onStarted();
        output = streamOutput(scope, container, AbortSignal.any([scope.signal, ending.signal]));
        // Awaited below. If the engine is lost meanwhile, this must end the run, not the process.
        output.catch(() => undefined);
      }),
    );
    await gpu?.probe(container, scope.signal);
    const answers = await probeAndCheck(scope, plan, spec, started);
    const load = await observeLoad(scope, plan, started);
    const loss = await observeLoss(scope, plan, started, normalFiles);
    const attacks = await observeAttacks(scope, plan.attacks, started, spec);
    const before = await containerState(container);
    const memory = before.pid === undefined ? undefined : await scope.sandbox.memoryOf(before.pid);
    const stopping = before.running ? observeStop(scope, started, plan) : undefined;
    const [stop, shutdown] = await Promise.all([stopping, observedShutdown(scope, plan, started, stopping)]);
    noticeLostTime((await started.clock?.lostMs()) ?? 0, notice);
    return {
      ...(await closed(started, before)),
      ...answers,
      load,
      alive,
      loss,
      stop,
      shutdown,
      attacks,
      peakResidentBytes: memory?.peakResidentBytes,
    };
  } finally {
    ending.abort();
    await output;
  }
}

/** Sends the probes, and tries the health check: by itself, with the service, and with its processes stopped. */
async function probeAndCheck(
  scope: RunScope,
  plan: RunPlan,
  spec: Spec,
  started: StartedContainer,
): Promise<Pick<RunEvidence['normal'], 'probes' | 'health' | 'frozen' | 'passedAlone'>> {
  const { container } = started;
  const settings = await healthSettings(container);
  const probed = async () => {
    const [probes, health] = await Promise.all([
      probeService(scope, plan, started, ({ name }) => name),
      observeHealth(scope, plan, started, settings),
    ]);
    const frozen =
      settings === undefined
        ? undefined
        : await frozenCheck(scope, container, settings, plan, health.passedMs);
    return { probes, health, frozen };
  };
  const [answers, passedAlone] = await Promise.all([
    probed(),
    settings === undefined ? undefined : passesAlone(scope, spec, settings),
  ]);
  return { ...answers, passedAlone };
}

async function observeHardened(scope: RunScope, plan: RunPlan, spec: Spec): Promise<RunEvidence['hardened']> {
  const started = await startAndWait(scope, plan, await createContainer(scope.engine, spec));
  const probes = await probeService(scope, plan, started);
  const observation = await closed(started, await containerState(started.container));
  // Removed now instead of at the end of the run, because the other container still waits for its health check.
  await removeContainer(started.container);
  return { ...observation, probes };
}

async function observeStop(
  scope: RunScope,
  { container, clock }: StartedContainer,
  plan: RunPlan,
): Promise<RunEvidence['normal']['stop']> {
  if (clock === undefined) return undefined;
  const startMs = await clock.elapsedMs();
  // If the plan has a shutdown test, the complete grace period is observed.
  if (plan.shutdown === undefined && (await dropsStopSignal(scope, container))) {
    await stopContainer(container, AbortSignal.abort());
    return {
      signalled: true,
      graceful: false,
      ms: (await clock.elapsedMs()) - startMs,
      exitCode: (await containerState(container)).exitCode,
      unhandled: true,
    };
  }
  const isLate = await clock.within(plan.stopGraceMs, async (deadline) => {
    await stopContainer(container, AbortSignal.any([deadline, scope.signal]));
    return deadline.aborted;
  });
  const { exitCode } = await containerState(container);
  // 137 is 128 + SIGKILL: the container was killed after the grace period.
  return {
    signalled: true,
    graceful: !isLate && exitCode !== 137,
    ms: (await clock.elapsedMs()) - startMs,
    exitCode,
  };
}

/** Whether the container's PID 1 can never receive the signal that stops it. */
async function dropsStopSignal(
  { sandbox }: RunScope,
  container: Parameters<typeof stopContainer>[0],
): Promise<boolean> {
  const [{ pid }, signal] = await Promise.all([containerState(container), stopSignalOf(container)]);
  if (pid === undefined || signal === undefined || signal === constants.signals.SIGKILL) return false;
  return (await sandbox.handlesSignal(pid, signal)) === false;
}

/** Adds a notice if lost time made time limits noticeably longer in wall-clock time. */
function noticeLostTime(ms: number, notice: (text: string) => void): void {
  if (ms >= minReportedMs)
    notice(
      `Your container waited ${formatDuration(ms)} for a processor that other work used, or for the disk. That time does not count towards its time limits.`,
    );
}
