import type { RunnerInfo } from '@dfm/contracts';
import { inertJson } from '@dfm/contracts/visible-text';
import { openTraces } from '@dfm/tracing';
import { pino } from 'pino';
import { readRunnerEnv } from './config/env.ts';
import { connectEngine } from './engine/connect.ts';
import { findNodeGpus } from './gpu/node-gpus.ts';
import { describeNode } from './node/describe-node.ts';
import { nodeHealth } from './node/node-health.ts';
import { SiteClient } from './queue/site-client.ts';
import { workLoop } from './queue/work-loop.ts';
import { createSandboxPool } from './sandbox/create-pool.ts';
import { LeakSweep } from './sandbox/docker/leak-sweep.ts';
import { declaredImages, namesOf } from './shelf/declared.ts';
import { readBases } from './shelf/read-bases.ts';
import { RunTracer } from './telemetry/run-tracer.ts';
import { serveRunnerHttp } from './telemetry/runner-http.ts';
import { RunnerMetrics } from './telemetry/runner-metrics.ts';

const claimWaitMs = 20_000;

// The runner: claims runs from the site and takes each to its verdict in a sandbox of this machine.
const env = readRunnerEnv();
// A cause may quote what a build said: exact for a program that reads the log, inert for a person's terminal.
const log = pino(
  { name: 'runner', base: { runner: env.RUNNER_NAME } },
  { write: (line) => void process.stdout.write(inertJson(line)) },
);
const token = env.RUNNER_TOKEN;
if (token === undefined)
  throw new Error(
    'RUNNER_TOKEN is missing: the site lets no runner in without it. Give both processes the same value.',
  );

const draining = new AbortController();
const giveUp = new AbortController();
/**
 * SIGTERM lets runs finish within the drain time; SIGINT, and a second signal of any kind, gives them up to
 * be run again.
 */
function stop(kind: NodeJS.Signals): void {
  const atOnce = kind === 'SIGINT' || draining.signal.aborted;
  log.info(
    { signal: kind },
    atOnce ? 'stopping; runs at work are given up' : 'stopping once the runs at work have ended',
  );
  draining.abort(new Error('the runner stops'));
  if (atOnce) giveUp.abort(new Error('the runner stops'));
  else
    setTimeout(
      () => giveUp.abort(new Error('the drain time is over')),
      env.RUNNER_DRAIN_SECONDS * 1_000,
    ).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const host = connectEngine(env.DOCKER_SOCKET);
const gpus = await findNodeGpus(host, env, (why) => log.warn(why));
let lastFault: RunnerInfo['lastFault'];
const metrics = new RunnerMetrics();
const traces = await openTraces('dfm-runner', env.OTEL_EXPORTER_OTLP_ENDPOINT);
const leaks = new LeakSweep(host, env.DATA_DIR, log, metrics.leaksFound);
await leaks.look();
const pool = await createSandboxPool(
  env,
  (error) =>
    log.error({ err: error }, 'no sandbox could be made ahead of demand; trying again after a pause'),
  { start: 'course-layers', ...metrics.sandboxes, lacks: (text) => log.warn(text) },
);
metrics.watchPool(pool);
/** Hashing and listing the largest takes half a minute, which the first run on it would wait for. */
const readingBases = readBases(env.SHELF_DIR, giveUp.signal).catch((error: unknown) =>
  log.warn({ err: error }, 'the base images could not be read ahead of demand'),
);
const bases = (await declaredImages()).flatMap(namesOf);
const sweeping = leaks.every(env.RUNNER_SWEEP_SECONDS * 1_000, draining.signal);
const describe = async () => {
  await pool
    .renew()
    .catch((error: unknown) => log.warn({ err: error }, 'the disk with more base images cannot be used yet'));
  return describeNode({
    env,
    host,
    pool,
    health: await nodeHealth({ env, host, template: pool.template(), pool, leak: leaks.failure }),
    lastFault,
    gpus,
    bases,
  });
};
let http: Awaited<ReturnType<typeof serveRunnerHttp>> | undefined;
try {
  if (env.RUNNER_HTTP !== undefined) {
    http = await serveRunnerHttp(env.RUNNER_HTTP, metrics.registry, async () =>
      draining.signal.aborted ? { ok: false, reasons: ['the runner stops'] } : (await describe()).health,
    );
    log.info({ address: http.address }, 'metrics and probes answer');
  }
  log.info({ site: env.SITE_URL, sandboxes: pool.stats(), gpus: gpus?.devices ?? [] }, 'runner ready');
  await workLoop({
    client: new SiteClient(env.SITE_URL, token),
    pool,
    limits: env,
    gpus,
    log,
    heartbeatMs: env.RUNNER_HEARTBEAT_SECONDS * 1_000,
    claimWaitMs,
    most: env.RUNS_AT_ONCE,
    meters: traces === undefined ? [metrics] : [metrics, new RunTracer(traces, env.RUNNER_NAME)],
    describe,
    onFault: (error) => {
      lastFault = { at: new Date().toISOString(), message: String(error).slice(0, 300) };
    },
    draining: draining.signal,
    signal: giveUp.signal,
  });
} finally {
  await http?.close();
  await sweeping;
  await readingBases;
  await pool.close();
  log.info('runner stopped');
  // Last: a collector that is away must not keep sandboxes alive.
  await traces?.close().catch((error: unknown) => log.warn({ err: error }, 'the last traces were not sent'));
}
