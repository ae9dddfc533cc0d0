import { setTimeout as delay } from 'node:timers/promises';
import type { ContextFile } from '@dfm/contracts';
import { buildImage } from '../engine/build.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Attack, LimitAttack } from './attacks.ts';
import { type BuildProgram, openedIn } from './build-programs.ts';

/** The outcome of an attack. */
export interface AttackOutcome {
  name: string;
  /** `unclear`: it could not be tried, so nothing is known. */
  result: 'held' | 'broken' | 'unclear';
  /** What succeeded, or why it could not be tried. It may contain text from the build. */
  detail?: string;
}

const attackMs = 45_000;
const logCapBytes = 100_000;
/** The counters of a limit are read again for this long, because the kernel updates them a little later. */
const faultMs = 5_000;

/**
 * Builds that try to leave their sandbox, all at once in one sandbox.
 *
 * @throws Error if an ordinary build fails there, because the failure of an attack would then mean nothing;
 *   the signal's reason
 */
export async function tryAttacks(
  pool: SandboxPool,
  attacks: readonly Attack[],
  signal: AbortSignal,
): Promise<AttackOutcome[]> {
  return inSandbox(pool, signal, async (sandbox) => {
    const ordinary = await build(
      sandbox,
      { dockerfile: 'FROM python:3.11-slim-bookworm\nRUN python --version\n' },
      signal,
    );
    if (ordinary.kind !== 'built') throw new Error(`an ordinary build fails: ${ordinary.detail}`);
    const outcomes = await Promise.all(
      attacks.map(async (attack) => ({
        name: attack.name,
        ...judged(attack.holds, await build(sandbox, attack, signal)),
      })),
    );
    signal.throwIfAborted();
    return outcomes;
  });
}

/** Builds that use more than a sandbox has, one after another, each in a sandbox of its own. */
export async function tryLimits(
  pool: SandboxPool,
  attacks: readonly LimitAttack[],
  signal: AbortSignal,
): Promise<AttackOutcome[]> {
  const outcomes: AttackOutcome[] = [];
  for (const { name, fault, ...program } of attacks) {
    const found = await inSandbox(pool, signal, async (sandbox) => {
      const { kind } = await build(sandbox, program, signal);
      signal.throwIfAborted();
      return { kind, fault: await faultOf(sandbox, fault, signal) };
    });
    const end = found.kind === 'built' ? 'succeeded' : 'failed';
    const detail = `the build ${end}, and the sandbox reports ${found.fault ?? 'no fault'}`;
    outcomes.push(found.fault === fault ? { name, result: 'held' } : { name, result: 'broken', detail });
  }
  return outcomes;
}

/** How a build ended, and everything that it printed. */
export interface EndedBuild {
  /** `lost`: the engine disappeared, or the build took too long. */
  kind: 'built' | 'failed' | 'lost';
  log: string;
  /** Why it was not built. */
  detail: string;
}

/** What the end of a build means for what the sandbox should do about it. */
export function judged(
  holds: Attack['holds'],
  { kind, log, detail }: EndedBuild,
): Omit<AttackOutcome, 'name'> {
  const attempted = openedIn(log);
  const [opened, ...more] = attempted ?? [];
  if (opened !== undefined)
    return { result: 'broken', detail: more.length === 0 ? opened : `${opened} and ${more.length} more` };
  if (kind === 'lost') return { result: 'unclear', detail };
  if (holds === 'fails')
    return kind === 'failed' ? { result: 'held' } : { result: 'broken', detail: 'the build succeeded' };
  if (kind === 'failed') return { result: 'unclear', detail };
  return attempted === undefined
    ? { result: 'unclear', detail: 'the build attempted nothing' }
    : { result: 'held' };
}

async function inSandbox<T>(
  pool: SandboxPool,
  signal: AbortSignal,
  work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const sandbox = await pool.acquire('isolation', signal);
  try {
    return await work(sandbox);
  } finally {
    await pool.release(sandbox, 'discard');
  }
}

let builds = 0;

async function build(
  sandbox: Sandbox,
  { dockerfile, files = {} }: Pick<BuildProgram, 'dockerfile'> & Partial<BuildProgram>,
  signal: AbortSignal,
): Promise<EndedBuild> {
  builds += 1;
  const context = Object.entries({ Dockerfile: dockerfile, ...files }).map(([path, data]): ContextFile => ({
    path,
    data,
    encoding: 'utf8',
    mode: 0o644,
  }));
  const output: string[] = [];
  const outcome = await buildImage(sandbox.engine, {
    dockerfile,
    files: context,
    tag: `isolation:${builds}`,
    lineOf: () => undefined,
    logCapBytes,
    onLog: ({ text }) => output.push(text),
    signal: AbortSignal.any([signal, AbortSignal.timeout(attackMs)]),
  }).catch((error: Error) => ({ kind: 'lost' as const, message: error.message }));
  const log = output.join('');
  if (outcome.kind === 'built') return { kind: 'built', log, detail: '' };
  if ('message' in outcome) return { kind: outcome.kind, log, detail: outcome.message };
  return { kind: 'lost', log, detail: 'it did not end in time' };
}

/** The kind of the sandbox's fault, once it is the expected one. */
async function faultOf(
  sandbox: Sandbox,
  expected: LimitAttack['fault'],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const until = Date.now() + faultMs; ;) {
    const kind = (await sandbox.fault())?.kind;
    if (kind === expected || Date.now() > until) return kind;
    await delay(250, undefined, { signal });
  }
}
