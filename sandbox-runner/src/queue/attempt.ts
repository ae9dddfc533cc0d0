import type { GradingClaim } from '@dfm/contracts';
import type { Logger } from 'pino';
import type { RunEnvironment } from '../runs/run.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { RunMeter } from '../telemetry/runner-metrics.ts';
import type { SiteClient } from './site-client.ts';

/** What all attempts of a runner share. */
export interface ClaimedRunSetting extends Pick<RunEnvironment, 'pool' | 'limits' | 'gpus'> {
  client: SiteClient;
  log: Logger;
  heartbeatMs: number;
  /** Sandboxes with only the base images, for what is recorded; opened when it is needed first. */
  recordings: () => Promise<SandboxPool>;
  /** Notified about every graded run: `RunnerMetrics`, and `RunTracer` if traces are enabled. */
  meters: readonly { run(claim: GradingClaim): RunMeter }[];
  /** Called for every platform fault. */
  onFault: (error: unknown) => void;
  /** Aborts when the runner abandons its runs. The site gives them to another runner when the heartbeats stop. */
  signal: AbortSignal;
}

/** One attempt at a claimed run. */
export interface Attempt extends ClaimedRunSetting {
  /** Drops the attempt. */
  drop: (reason: unknown) => void;
}
