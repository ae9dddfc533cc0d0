import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks, limitAttacks } from '../../sandbox-runner/src/isolation/attacks.ts';
import { attempts, step } from '../../sandbox-runner/src/isolation/build-programs.ts';
import { tryAttacks, tryLimits } from '../../sandbox-runner/src/isolation/try-attacks.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { SandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import type { Sandbox } from '../../sandbox-runner/src/sandbox/sandbox.ts';
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

/** Prints each process that its own can trace, with the interfaces of that process's network. */
const traceable = `import glob, os
for folder in glob.glob("/proc/[0-9]*"):
    try: os.close(os.open(folder + "/mem", os.O_RDWR))
    except OSError: continue
    name = open(folder + "/comm").read().strip()
    networks = [line.split(":")[0].strip() for line in open(folder + "/net/dev").readlines()[2:]]
    print(name, *networks)
`;

test('root of a container with all rights of a learner can trace no process in the network of the pod', async () => {
  await inSandbox(async (sandbox) => {
    const rights = ['--pid=host', '--cap-add=ALL', '--security-opt=seccomp=unconfined', '--network=none'];
    const image = ['python:3.11-slim-bookworm', 'python', '-c', traceable];
    const output = await outputOf(sandbox, 'learner', 'docker', 'run', '--rm', ...rights, ...image);
    // rootlesskit's process in the learner's user namespace is called exe.
    const traced = output.trim().split('\n');
    expect(traced.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['exe', 'containerd', 'dockerd', 'python']),
    );
    expect(traced.filter((line) => line.includes('eth0'))).toEqual([]);
  });
});

test('on the disk of the node, the learner can write to nothing but the volume with a limit', async () => {
  const script = `node=$(stat -c %d /data)
cut -d' ' -f2 /proc/self/mounts | sort -u | while read -r point; do
  case $point in /data | /data/*) continue ;; esac
  if [ "$(stat -c %d "$point")" = "$node" ] && [ -w "$point" ]; then echo "$point"; fi
done 2>/dev/null`;
  await inSandbox(async (sandbox) => {
    expect(await outputOf(sandbox, 'root', 'sh', '-c', script)).toBe('');
  });
});

test('a command next to the engine has no network and no capabilities', async () => {
  const script =
    'tail -n +3 /proc/net/dev; grep CapBnd /proc/1/status; ls /var/run/secrets 2>&1; docker version >/dev/null && echo engine';
  await inSandbox(async (sandbox) => {
    const { output } = await sandbox.execute(['sh', '-c', script], {
      env: {},
      workingDir: '/',
      maxBytes: 10_000,
      signal: AbortSignal.timeout(20_000),
    });
    expect(output).not.toContain('eth0');
    expect(output).toContain('CapBnd:\t00000000000000c0');
    expect(output).toContain('No such file');
    expect(output).toContain('engine');
  });
});

async function inSandbox(work: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = await pool.acquire('isolation');
  try {
    await work(sandbox);
  } finally {
    await pool.release(sandbox, 'discard');
  }
}

async function outputOf(sandbox: Sandbox, user: 'learner' | 'root', ...command: string[]): Promise<string> {
  const options = { maxBytes: 100_000, signal: AbortSignal.timeout(120_000) };
  return (await sandbox.executeAs(user, command, options)).output;
}
