import type { RunnerInfo } from '@dfm/contracts';
import { pino } from 'pino';
import { connectEngine } from './engine/connect.ts';
import { readRunnerEnv } from './env.ts';
import { findNodeGpus } from './gpu/node-gpus.ts';
import { describeNode } from './node/describe-node.ts';
import { SiteClient } from './queue/site-client.ts';
import { workLoop } from './queue/work-loop.ts';
import { createSandboxPool } from './sandbox/pool.ts';

const heartbeatMs = 5_000;
const claimWaitMs = 20_000;

// The runner: claims runs from the site and takes each to its verdict in a sandbox of this machine.
const env = readRunnerEnv();
const log = pino({ name: 'runner', base: { runner: env.RUNNER_NAME } });
const token = env.RUNNER_TOKEN;
if (token === undefined) throw new Error('RUNNER_TOKEN is missing: the site lets no runner in without it. Give both processes the same value.');

const draining = new AbortController();
const giveUp = new AbortController();
/** SIGTERM lets runs finish within the drain time; SIGINT, and a second signal of any kind, gives them up to be run again. */
function stop(kind: NodeJS.Signals): void {
  const atOnce = kind === 'SIGINT' || draining.signal.aborted;
  log.info({ signal: kind }, atOnce ? 'stopping; runs at work are given up' : 'stopping once the runs at work have ended');
  draining.abort(new Error('the runner stops'));
  if (atOnce) giveUp.abort(new Error('the runner stops'));
  else setTimeout(() => giveUp.abort(new Error('the drain time is over')), env.RUNNER_DRAIN_SECONDS * 1_000).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const host = connectEngine(env.DOCKER_SOCKET);
const gpus = await findNodeGpus(host, env, (why) => log.warn(why));
let lastFault: RunnerInfo['lastFault'];
const pool = await createSandboxPool(env, (error) => log.error({ err: error }, 'no sandbox could be made ahead of demand; trying again after a pause'));
try {
  log.info({ site: env.SITE_URL, sandboxes: pool.stats(), gpus: gpus?.devices ?? [] }, 'runner ready');
  await workLoop({
    client: new SiteClient(env.SITE_URL, token),
    pool,
    limits: env,
    gpus,
    log,
    heartbeatMs,
    claimWaitMs,
    most: env.SANDBOX_MAX,
    describe: () => describeNode(env, host, pool, lastFault, gpus),
    onFault: (error) => {
      lastFault = { at: new Date().toISOString(), message: String(error).slice(0, 300) };
    },
    draining: draining.signal,
    signal: giveUp.signal,
  });
} finally {
  await pool.close();
  log.info('runner stopped');
}
