import type { Exercise } from '@dfm/contracts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import type { RunnerEnv } from '../config/env.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { StartOptions } from '../engine/start-options.ts';
import type { GpuLease } from '../gpu/gpu-leases.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StepKeys } from '../submission/step-keys.ts';
import type { EmitEvent } from './event-sink.ts';
import type { RunSecrets } from './run-secrets.ts';

/** The runner's own limits, which an exercise's limits cannot exceed. */
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

/** The context shared by all phases of one run. */
export interface RunScope {
  runId: string;
  exercise: Exercise;
  dockerfile: Dockerfile;
  /** Lines of the steps that install packages. */
  installLines: ReadonlySet<number>;
  stepKeys: StepKeys;
  /** How the submission says that its image is started. Absent if the exercise does not read that. */
  options?: StartOptions | undefined;
  sandbox: Sandbox;
  engine: Engine;
  /** While this run holds a GPU. */
  gpuLease?: GpuLease | undefined;
  secrets: RunSecrets;
  limits: RunLimits;
  /** Sends an event with the builds' secrets hidden. */
  emit: EmitEvent;
  /** Shows a message to the learner immediately and in the result. */
  notice: (message: string) => void;
  /** Aborts when the learner cancels or the runner stops. */
  signal: AbortSignal;
}

/** Reference of an image that this run builds; its tag is `cold` or a scenario's ID. */
export function imageTag(runId: string, build: string): string {
  return `run-${runId}:${build}`;
}
