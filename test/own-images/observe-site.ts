import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { HttpProbe, RunPlan } from '@dfm/contracts';
import type { ContainerObservation, ProbeOutcome, RunEvidence } from '@dfm/grading';

const run = promisify(execFile);
const docker = async (...args: string[]) =>
  (await run('docker', args, { maxBuffer: 16 << 20 })).stdout.trim();

const password = 'password-of-the-measurement';
const settings = Object.entries({
  DATABASE_URL: `postgresql://postgres:${password}@database:5432/postgres`,
  SITE_URL: 'http://localhost:3000',
  AUTH_SECRET: 'auth-secret-of-the-measurement-0123456789',
  RUNNER_TOKEN: 'runner-token-of-the-measurement-0123456789',
}).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
const hardening = [
  '--read-only',
  '--tmpfs=/tmp',
  '--user=4711',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
];
const pollMs = 100;
/** Longer than the health check's own time limit. */
const checkMs = 8_000;

/**
 * Starts the image of the site next to a database: once as it is, with its health check and its stop, and
 * once hardened. Observes what the checks of a service need, and removes everything again.
 *
 * @param database image of PostgreSQL
 */
export async function observeSite(image: string, database: string, plan: RunPlan): Promise<RunEvidence> {
  const name = `dfm-own-image-${process.pid}`;
  const inNetwork = ['--network', name];
  await docker('network', 'create', name);
  try {
    await docker(
      ...['run', '--detach', '--name', `${name}-database`, '--network-alias=database', ...inNetwork],
      ...['--env', `POSTGRES_PASSWORD=${password}`, database],
    );
    await until(() => docker('exec', `${name}-database`, 'pg_isready', '-h', '127.0.0.1'), 60_000);
    await docker('run', '--rm', ...inNetwork, ...settings, image, 'node', 'scripts/migrate.ts');
    const start = (id: string, ...options: string[]) =>
      docker('run', '--detach', '--name', `${name}-${id}`, ...inNetwork, ...settings, ...options, image);
    const normal = await observeNormal(await start('normal'), image, plan);
    const hardened = await observe(await start('hardened', ...hardening), plan);
    return { normal, hardened };
  } finally {
    const left = await docker('ps', '--all', '--quiet', '--filter', `name=${name}-`);
    if (left !== '') await docker('rm', '--force', '--volumes', ...left.split('\n'));
    await docker('network', 'rm', name);
  }
}

async function observe(container: string, plan: RunPlan): Promise<ContainerObservation> {
  const startedAt = performance.now();
  const { pid, ip } = await stateOf(container);
  const ready = await until(async () => {
    const { ok } = await fetch(`http://${ip}:${plan.port}${plan.readyPath}`);
    if (!ok) throw new Error('not ready');
  }, plan.readyTimeoutMs);
  const readyMs = ready ? performance.now() - startedAt : undefined;
  const probes = ready
    ? await Promise.all(plan.probes.map((each) => probe(each, `http://${ip}:${plan.port}`)))
    : [];
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const uid = /^Uid:\s+(\d+)/m.exec(status)?.[1];
  const { exitCode, oomKilled } = await stateOf(container);
  return {
    ready,
    readyMs,
    uid: uid === undefined ? undefined : Number(uid),
    exitCode,
    oomKilled,
    probes,
    logTail: await logOf(container),
  };
}

async function observeNormal(
  container: string,
  image: string,
  plan: RunPlan,
): Promise<RunEvidence['normal']> {
  const observed = await observe(container, plan);
  const healthy = await until(async () => {
    if ((await stateOf(container)).health !== 'healthy') throw new Error('not healthy');
  }, plan.healthyWithinMs);
  const [, ...check] = JSON.parse(
    await docker('image', 'inspect', '--format', '{{json .Config.Healthcheck.Test}}', image),
  ) as string[];
  const passes = (...args: string[]) =>
    run('docker', [...args, ...check], { timeout: checkMs, killSignal: 'SIGKILL' }).then(
      () => true,
      () => false,
    );
  const passedAlone = await passes('run', '--rm', image);
  const { pid } = await stateOf(container);
  process.kill(pid, 'SIGSTOP');
  const frozen = await passes('exec', container);
  process.kill(pid, 'SIGCONT');
  // Pages keep streams open, so the service must not wait for their end.
  const endless = connect(plan.port, (await stateOf(container)).ip!, () =>
    endless.write('POST /api/runs HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n'),
  ).on('error', () => {});
  await once(endless, 'connect');
  const stoppedAt = performance.now();
  await docker('stop', '--time', String(plan.stopGraceMs / 1_000), container);
  const ms = performance.now() - stoppedAt;
  const { exitCode } = await stateOf(container);
  return {
    ...observed,
    health: {
      declared: check.length > 0,
      status: healthy ? 'healthy' : 'starting',
      firstCheckMs: undefined,
      dueMs: undefined,
      lastOutput: '',
    },
    frozen: { passed: frozen, checkMs: undefined, slowestMs: 0 },
    passedAlone,
    stop: { signalled: true, graceful: exitCode === 0 && ms < plan.stopGraceMs, ms, exitCode },
    peakResidentBytes: undefined,
  };
}

async function probe(asked: HttpProbe, origin: string): Promise<ProbeOutcome> {
  const startedAt = performance.now();
  const { status } = await fetch(`${origin}${asked.path}`, { method: asked.method });
  const ok = status === asked.expectStatus;
  return { probe: asked, ok, ms: performance.now() - startedAt, status, message: `answered ${status}` };
}

async function stateOf(container: string) {
  const [found] = JSON.parse(await docker('inspect', container)) as [
    {
      State: {
        Pid: number;
        ExitCode: number;
        Running: boolean;
        OOMKilled: boolean;
        Health?: { Status: string };
      };
      NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
    },
  ];
  const { Pid, ExitCode, Running, OOMKilled, Health } = found.State;
  return {
    pid: Pid,
    exitCode: Running ? undefined : ExitCode,
    oomKilled: OOMKilled,
    health: Health?.Status,
    ip: Object.values(found.NetworkSettings.Networks)[0]?.IPAddress,
  };
}

async function logOf(container: string): Promise<string> {
  const { stdout, stderr } = await run('docker', ['logs', '--tail', '40', container]);
  return `${stdout}${stderr}`.slice(-4_000);
}

/** Tries until it succeeds. @returns whether it did within the time */
async function until(attempt: () => Promise<unknown>, timeoutMs: number): Promise<boolean> {
  for (const end = performance.now() + timeoutMs; performance.now() < end; await delay(pollMs)) {
    const done = await attempt().then(
      () => true,
      () => false,
    );
    if (done) return true;
  }
  return false;
}
