import type { RunnerInfo } from '@dfm/contracts';
import { inertJson } from '@dfm/contracts/visible-text';
import { openTraces } from '@dfm/tracing';
import { pino } from 'pino';
import { readRunnerEnv } from './config/env.ts';
import { findNodeGpus } from './gpu/node-gpus.ts';
import { describeNode } from './node/describe-node.ts';
import { nodeHealth } from './node/node-health.ts';
import { PodGpus } from './node/pod-gpus.ts';
import { SiteClient } from './queue/site-client.ts';
import { workLoop } from './queue/work-loop.ts';
import { createSandboxPool } from './sandbox/create-pool.ts';
import { lazyPool } from './sandbox/lazy-pool.ts';
import { LeakSweep } from './sandbox/leak-sweep.ts';
import { openHost } from './sandbox/open-host.ts';
import { declaredImages, namesOf } from './shelf/declared.ts';
import { readBases } from './shelf/read-bases.ts';
import { RunTracer } from './telemetry/run-tracer.ts';
import { serveRunnerHttp } from './telemetry/runner-http.ts';
import { RunnerMetrics } from './telemetry/runner-metrics.ts';
import { terminalLoop } from './terminals/terminal-loop.ts';

const claimWaitMs = 20_000;

// The runner: claims runs from the site and grades each in a sandbox on this machine.
const env = readRunnerEnv();
// An error may quote the output of a build. The log keeps it exact for programs but escapes it for terminals.
const log = pino(
  { name: 'runner', base: { runner: env.RUNNER_NAME } },
  { write: (line) => void process.stdout.write(inertJson(line)) },
);
const token = env.RUNNER_TOKEN;
if (token === undefined)
  throw new Error(
    'RUNNER_TOKEN is not set. The site accepts no runner without it. Set the same value for both processes.',
  );

const draining = new AbortController();
const giveUp = new AbortController();
/**
 * SIGTERM lets runs finish within the drain time. SIGINT, or a second signal of any kind, abandons them, and
 * they are run again.
 */
function stop(kind: NodeJS.Signals): void {
  const immediately = kind === 'SIGINT' || draining.signal.aborted;
  log.info(
    { signal: kind },
    immediately ? 'stopping; current runs are abandoned' : 'stopping when the current runs have finished',
  );
  draining.abort(new Error('the runner is stopping'));
  if (immediately) giveUp.abort(new Error('the runner is stopping'));
  else
    setTimeout(
      () => giveUp.abort(new Error('the drain time is over')),
      env.RUNNER_DRAIN_SECONDS * 1_000,
    ).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const host = await openHost(env);
const gpus = await findNodeGpus(env, (why) => log.warn(why));
let lastFault: RunnerInfo['lastFault'];
const metrics = new RunnerMetrics(env.TERMINALS_AT_ONCE);
const traces = await openTraces('dfm-runner', env.OTEL_EXPORTER_OTLP_ENDPOINT, (error) =>
  log.warn({ err: error }, 'the collector does not accept traces'),
);
const leaks = new LeakSweep(host, log, metrics.leaksFound);
await leaks.sweep();
const onRefillFailed = (error: unknown) =>
  log.error({ err: error }, 'cannot create a sandbox ahead of demand; retrying after a pause');
const pool = await createSandboxPool(env, onRefillFailed, {
  start: 'course-layers',
  ...metrics.sandboxes,
  note: (text) => log.warn(text),
});
metrics.watchPool(pool);
const podGpus =
  env.KUBERNETES_GPU_RESOURCE === undefined ? undefined : new PodGpus(pool, env.KUBERNETES_GPU_RESOURCE, log);
const findingGpus = podGpus?.find(draining.signal);
/** One sandbox, made for each recording and not counted by SANDBOX_MAX. */
const recordings = lazyPool(() =>
  createSandboxPool({ ...env, SANDBOX_WARM: 0, SANDBOX_MAX: 1 }, onRefillFailed, { start: 'bases' }),
);
/**
 * One sandbox for each terminal, made when it is needed and not counted by SANDBOX_MAX. Without the course's
 * layers, of which learners would see dozens of images that they have not made.
 */
const terminals = lazyPool(() =>
  createSandboxPool({ ...env, SANDBOX_WARM: 0, SANDBOX_MAX: env.TERMINALS_AT_ONCE }, onRefillFailed, {
    start: 'bases',
    ...metrics.sandboxes,
  }),
);
/** Hashing and listing the largest takes half a minute, for which its first run would have to wait. */
const readingBases = readBases(env.SHELF_DIR, giveUp.signal).catch((error: unknown) =>
  log.warn({ err: error }, 'cannot read the base images ahead of demand'),
);
const bases = (await declaredImages()).flatMap(namesOf);
const sweeping = leaks.every(env.RUNNER_SWEEP_SECONDS * 1_000, draining.signal);
const describe = async () => {
  await pool
    .renew()
    .catch((error: unknown) => log.warn({ err: error }, 'cannot use the disk with more base images yet'));
  return describeNode({
    env,
    host,
    pool,
    health: await nodeHealth({
      env,
      host,
      template: pool.template(),
      pool,
      leak: leaks.failure,
      gpuProblem: podGpus?.problem,
    }),
    lastFault,
    gpus: gpus ?? podGpus?.found,
    bases,
  });
};
let http: Awaited<ReturnType<typeof serveRunnerHttp>> | undefined;
try {
  if (env.RUNNER_HTTP !== undefined) {
    http = await serveRunnerHttp(env.RUNNER_HTTP, metrics.registry, async () =>
      draining.signal.aborted
        ? { ok: false, reasons: ['the runner is stopping'] }
        : (await describe()).health,
    );
    log.info({ address: http.address }, 'serving metrics and health probes');
  }
  log.info({ site: env.SITE_URL, sandboxes: pool.stats(), gpus: gpus?.devices ?? [] }, 'runner ready');
  const shared = {
    client: new SiteClient(env.SITE_URL, token, env.TERMINALS_URL),
    log,
    heartbeatMs: env.RUNNER_HEARTBEAT_SECONDS * 1_000,
    claimWaitMs,
    describe,
    onFault: (error: unknown) => {
      lastFault = { at: new Date().toISOString(), message: String(error).slice(0, 300) };
    },
    draining: draining.signal,
    signal: giveUp.signal,
  };
  await Promise.all([
    workLoop({
      ...shared,
      pool,
      recordings: recordings.get,
      limits: env,
      gpus,
      maxRuns: env.RUNS_AT_ONCE,
      meters: traces === undefined ? [metrics] : [metrics, new RunTracer(traces, env.RUNNER_NAME)],
    }),
    env.TERMINALS_AT_ONCE > 0 &&
      terminalLoop({ ...shared, sandboxes: terminals.get, meter: metrics }, env.TERMINALS_AT_ONCE),
  ]);
} finally {
  await http?.close();
  await sweeping;
  await readingBases;
  await findingGpus;
  await Promise.all([pool.close(), recordings.close(), terminals.close()]);
  log.info('runner stopped');
  // Last, because an unreachable collector must not keep sandboxes alive.
  await traces?.close().catch((error: unknown) => log.warn({ err: error }, 'cannot send the last traces'));
}
