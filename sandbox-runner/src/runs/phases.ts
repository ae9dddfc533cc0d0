import type { ContextFile, Exercise, RunPlan } from '@dfm/contracts';
import type { BuildSecretUse, BuildTrace, Evidence, ImageEvidence, ReplayTrace } from '@dfm/grading';
import type { SharedGpus } from '../gpu/node-gpus.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { done, mapped, type PhaseOutcome } from '../submission/outcome.ts';
import { coldBuild } from './cold-build.ts';
import { type Draw, drawnJobPlan, drawnRunPlan } from './drawn-plan.ts';
import { runJob } from './job-run.ts';
import { onGpu } from './on-gpu.ts';
import type { Phase } from './pipeline.ts';
import { readImage } from './read-image.ts';
import { replay } from './replay.ts';
import type { RunScope } from './run-scope.ts';
import { runService } from './service-run.ts';
import { standInNotice } from './stand-in-notice.ts';

/** Builds the submission for the first time in this run. */
export function coldBuildPhase(
  scope: RunScope,
  files: readonly ContextFile[],
): Phase<object, { cold: BuildTrace; buildSecrets?: BuildSecretUse[] }> {
  return {
    name: 'cold-build',
    timing: 'coldBuildMs',
    async work() {
      return mapped(await coldBuild(scope, files), (cold) => {
        const buildSecrets = scope.secrets.use(cold.steps);
        return { cold, ...(buildSecrets.length === 0 ? {} : { buildSecrets }) };
      });
    },
  };
}

/** Rebuilds the submission after each edit of the exercise's scenarios. */
export function replayPhase(
  scope: RunScope,
  files: readonly ContextFile[],
  extent: 'until-answered' | 'whole',
): Phase<{ cold: BuildTrace }, { replays: ReplayTrace[] }> {
  return {
    name: 'replay',
    timing: 'replayMs',
    async work({ cold }) {
      return mapped(await replay(scope, files, cold, extent), (replays) => ({ replays }));
    },
  };
}

/** Reads every layer of the image. */
export function imagePhase(scope: RunScope): Phase<object, { image: ImageEvidence }> {
  return {
    name: 'image',
    timing: 'imageMs',
    async work() {
      const outcome = await readImage(scope);
      if (outcome.kind === 'done' && outcome.value.base?.standIn === true)
        scope.notice(await standInNotice(outcome.value.base.reference, outcome.value.config));
      return mapped(outcome, (image) => ({ image }));
    },
  };
}

export interface ContainerSettings {
  pool: SandboxPool;
  gpus: SharedGpus | undefined;
  learnerKey: string;
  draw: Draw;
}

/** Whether the exercise starts the image at all. */
export function startsContainers({ run, job }: Exercise): boolean {
  return run !== undefined || job !== undefined;
}

/** Whether the exercise's service is run with a GPU. */
export function needsGpu({ run, needs }: Exercise): boolean {
  return run !== undefined && needs?.labels.includes('gpu') === true;
}

/** Starts the image, as a service or as a job that ends by itself. */
export function containerPhase(
  scope: RunScope,
  settings: ContainerSettings,
): Phase<object, Pick<Evidence, 'run' | 'job' | 'gpu'>> {
  const { run, job } = scope.exercise;
  return {
    name: 'run',
    timing: 'runMs',
    async work() {
      if (run !== undefined) return serviceOutcome(scope, drawnRunPlan(run, settings.draw), settings);
      if (job === undefined) return done({});
      return mapped(await runJob(scope, drawnJobPlan(job, settings.draw), scope.notice), (outcomes) => ({
        job: outcomes,
      }));
    },
  };
}

async function serviceOutcome(
  scope: RunScope,
  plan: RunPlan,
  { pool, gpus, learnerKey }: ContainerSettings,
): Promise<PhaseOutcome<Pick<Evidence, 'run' | 'gpu'>>> {
  if (!needsGpu(scope.exercise))
    return mapped(await runService(scope, plan, scope.notice), (run) => ({ run }));
  const { value, evidence } = await onGpu(
    scope,
    { pool, gpus, learnerKey, notice: scope.notice },
    (watch, watched) => runService(watched, plan, scope.notice, watch),
  );
  return mapped(value, (run) => ({ run, gpu: evidence }));
}
