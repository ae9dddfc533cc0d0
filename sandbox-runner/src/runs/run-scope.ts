import type { Exercise } from '@dfm/contracts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import type { RunnerEnv } from '../config/env.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { GpuLease } from '../gpu/gpu-leases.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StepKeys } from '../submission/step-keys.ts';
import type { EmitEvent } from './event-sink.ts';
import type { RunSecrets } from './run-secrets.ts';

/** The runner's own bounds; an exercise's limits are capped by them. */
export type RunLimits = Pick<
  RunnerEnv,
  | 'SANDBOX_MEMORY_MB'
  | 'SANDBOX_DISK_MB'
  | 'SANDBOX_PIDS'
  | 'RUN_COLD_BUILD_SECONDS'
  | 'RUN_REPLAY_SECONDS'
  | 'RUN_IMAGE_SECONDS'
  | 'RUN_PROBE_SECONDS'
>;

/** What every phase of one run works with. */
export interface RunScope {
  runId: string;
  exercise: Exercise;
  dockerfile: Dockerfile;
  /** Of its steps that install packages. */
  installLines: ReadonlySet<number>;
  stepKeys: StepKeys;
  sandbox: Sandbox;
  engine: Engine;
  /** While a GPU is this run's. */
  gpuLease?: GpuLease | undefined;
  secrets: RunSecrets;
  limits: RunLimits;
  /** Hides the secrets of the builds. */
  emit: EmitEvent;
  /** Tells the learner now, and again in the result. */
  notice: (message: string) => void;
  /** Aborts when the learner cancels or the runner stops. */
  signal: AbortSignal;
}

/** Reference of an image this run builds: `cold` or a scenario's id as its tag. */
export function imageTag(runId: string, build: string): string {
  return `run-${runId}:${build}`;
}
