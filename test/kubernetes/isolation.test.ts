import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks, limitAttacks } from '../../sandbox-runner/src/isolation/attacks.ts';
import { attempts, step } from '../../sandbox-runner/src/isolation/build-programs.ts';
import { tryAttacks, tryLimits } from '../../sandbox-runner/src/isolation/try-attacks.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { SandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import { innerNetworks } from './cluster/node-files.ts';
import { podEnv, sharedCluster } from './pods.ts';

const never = new AbortController().signal;
let pool: SandboxPool;
beforeAll(async () => {
  pool = await createSandboxPool(podEnv({ SANDBOX_MEMORY_MB: '1024' }), console.error);
});
afterAll(() => pool?.close());

const broken = (outcomes: Awaited<ReturnType<typeof tryAttacks>>) =>
  outcomes.filter(({ result }) => result !== 'held');

test('what builds attempt in a container of the Docker Engine, a pod denies too', async () => {
  expect(broken(await tryAttacks(pool, attacks, never))).toEqual([]);
});

/** This cluster enforces no network policies. */
test('a build reaches neither the API server nor the node nor other pods', async () => {
  const { host, node } = sharedCluster().place;
  const bridge = innerNetworks.pods.replace('.0/24', '.1');
  const targets = [
    [node, 6443],
    [node, 10_250],
    [host, 22],
    [bridge, 10_250],
    ['10.96.0.1', 443],
  ];
  const program = attempts(
    `for target in ${JSON.stringify(targets)}: attempt(str(target), lambda: socket.create_connection(tuple(target), 3))`,
  );
  const attack = { number: '', name: 'addresses of the cluster', holds: 'denied' as const, ...step(program) };
  expect(await tryAttacks(pool, [attack], never)).toEqual([{ name: attack.name, result: 'held' }]);
});

test('a build that uses more than its pod has is named as the reason', async () => {
  expect(broken(await tryLimits(pool, limitAttacks, never))).toEqual([]);
});

test('a command next to the engine has no network and no capabilities', async () => {
  const sandbox = await pool.acquire('isolation');
  try {
    const { output } = await sandbox.execute(
      [
        'sh',
        '-c',
        'cat /proc/net/dev | tail -n +3; grep CapBnd /proc/1/status; ls /var/run/secrets 2>&1; docker version >/dev/null && echo engine',
      ],
      { env: {}, workingDir: '/', maxBytes: 10_000, signal: AbortSignal.timeout(20_000) },
    );
    expect(output).not.toContain('eth0');
    expect(output).toContain('CapBnd:\t00000000000000c0');
    expect(output).toContain('No such file');
    expect(output).toContain('engine');
  } finally {
    await pool.release(sandbox, 'discard');
  }
});
