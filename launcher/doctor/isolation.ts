import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { PlatformError } from '@dfm/contracts';
import { attacks, limitAttacks, reachingTheHost } from '@dfm/sandbox-runner/attacks';
import { createSandboxPool } from '@dfm/sandbox-runner/create-pool';
import { type AttackOutcome, tryAttacks, tryLimits } from '@dfm/sandbox-runner/try-attacks';
import { shelvedImages } from '@dfm/sandbox-runner/verify-shelf';
import type { Check } from './check.ts';
import { answeringEngine } from './examined.ts';
import { type Finding, good, NotChecked, problem, warning } from './finding.ts';

/** Attacks of the hostile suite, in a sandbox that is made for them and removed. */
export const isolation: Check = {
  name: 'isolation',
  about: 'attacks on a real sandbox, as in docs/results/hostile.md',
  needsRoot: true,
  limitMs: 120_000,
  async run(examined, signal) {
    await answeringEngine(examined);
    const { runner } = examined;
    // Opening a pool would make the folder of the sandboxes.
    if ((await shelvedImages(runner.SHELF_DIR)).length === 0) throw notPrepared();
    const slower: string[] = [];
    // Small, because the attacks use all that there is.
    const small = { SANDBOX_MEMORY_MB: 1_024, SANDBOX_PIDS: 500, SANDBOX_WARM: 0, SANDBOX_MAX: 1 };
    // An attack may break its connection.
    const listener = createServer((socket) => void socket.on('error', () => {}).end());
    listener.listen(0);
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    try {
      const pool = await createSandboxPool({ ...runner, ...small }, () => {}, {
        note: (text) => void slower.push(text),
      }).catch((error: unknown) => {
        throw error instanceof PlatformError && error.code === 'shelf-missing' ? notPrepared() : error;
      });
      try {
        const host = { address: ownAddress(), port };
        const access = await tryAttacks(pool, [...attacks, reachingTheHost(host)], signal);
        const limits = await tryLimits(pool, limitAttacks, signal);
        return isolationFindings([...access, ...limits], slower);
      } finally {
        await pool.close();
      }
    } finally {
      listener.close();
    }
  },
};

const notPrepared = () =>
  new NotChecked(
    'sandboxes are not prepared on this machine',
    'Let npm start or the command of the node prepare them; a machine without a runner needs none.',
  );

function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flat();
  return addresses.find((address) => address?.internal === false)?.address ?? '127.0.0.1';
}

/** @param slower why sandboxes start more slowly than they could */
export function isolationFindings(outcomes: readonly AttackOutcome[], slower: readonly string[]): Finding[] {
  const findings = outcomes.flatMap(({ name, result, detail = '' }): Finding[] => {
    if (result === 'broken')
      return [
        problem(
          `not stopped: ${name}: ${detail}`,
          'Stop the runner of this machine until you have found the cause; docs/security.md says which settings of the host matter.',
        ),
      ];
    return result === 'unclear'
      ? [
          warning(
            `not clear: ${name}: ${detail}`,
            'Run dfm doctor isolation again while the machine has less to do.',
          ),
        ]
      : [];
  });
  for (const reason of slower)
    findings.push(
      warning(reason, 'docs/operators/nodes.md says what the kernel and the disk of the host need for this.'),
    );
  const held = outcomes.filter(({ result }) => result === 'held').length;
  return held === outcomes.length ? [good(`all ${held} attacks were stopped`), ...findings] : findings;
}
