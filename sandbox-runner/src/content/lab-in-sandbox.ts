import type { Lab } from '@dfm/contracts/lab';
import { replayLab, replayReferences } from '../labs/replay-lab.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { shelfLayout } from '../shelf/layout.ts';
import { isOnShelf } from '../shelf/registry-api.ts';

/** Time limit of each of the two plays of a lab. */
const minutesPerPlay = 20;

/** Something of a lab that was tried. */
export interface TriedPart {
  /** ID of a step; undefined for the lab as a whole. */
  step?: string;
  /** What was tried. */
  what: string;
  /** Sentences; empty if it behaves as declared. */
  defects: string[];
}

/**
 * Plays a lab in a new sandbox: the wrong ways and the reference of each step. If all behave as declared,
 * plays the references alone in a second one. Both are discarded afterwards.
 *
 * @param shelfDir folder of the images that sandboxes can pull
 * @throws PlatformError when no sandbox is available; the signal's reason. A set-up that fails, and commands
 *   that break the sandbox or take too long, are reported as defects of the lab.
 */
export async function* tryLab(
  pool: SandboxPool,
  shelfDir: string,
  lab: Lab,
  signal: AbortSignal,
): AsyncGenerator<TriedPart> {
  const missing = await missingBases(shelfDir, lab);
  if (missing.length > 0) {
    yield { what: 'bases', defects: [`the shelf of this machine does not have ${missing.join(', ')}`] };
    return;
  }
  let isGood = true;
  for await (const part of inSandbox(pool, lab, signal, playAllWays)) {
    isGood &&= part.defects.length === 0;
    yield part;
  }
  if (isGood) yield* inSandbox(pool, lab, signal, playReferences);
}

type Play = (lab: Lab, sandbox: Sandbox, limited: AbortSignal) => AsyncGenerator<TriedPart>;

const playAllWays: Play = async function* playAllWays(lab, sandbox, limited) {
  for await (const { step, way, defects } of replayLab(lab, sandbox, limited))
    yield { step, what: way, defects };
};

const playReferences: Play = async function* playReferences(lab, sandbox, limited) {
  yield { what: 'references alone', defects: await replayReferences(lab, sandbox, limited) };
};

async function missingBases(shelfDir: string, { bases }: Lab): Promise<string[]> {
  const layout = shelfLayout(shelfDir);
  const isThere = await Promise.all(bases.map((base) => isOnShelf(layout, base)));
  return bases.filter((_, index) => !isThere[index]);
}

/** Plays in a new sandbox. If it breaks because of the lab, this is a defect of the lab. */
async function* inSandbox(
  pool: SandboxPool,
  lab: Lab,
  signal: AbortSignal,
  play: Play,
): AsyncGenerator<TriedPart> {
  const sandbox = await pool.acquire(`content-lab-${lab.slug}`, signal);
  const limit = AbortSignal.timeout(minutesPerPlay * 60_000);
  try {
    yield* play(lab, sandbox, AbortSignal.any([signal, limit]));
  } catch (error) {
    if (signal.aborted) throw error;
    const fault = await sandbox.fault();
    const reason = limit.aborted
      ? `takes more than ${minutesPerPlay} minutes`
      : fault === undefined
        ? String(error)
        : `its commands broke the sandbox: ${fault.kind}`;
    yield { what: 'cannot be played', defects: [reason] };
  } finally {
    await pool.release(sandbox, 'discard');
  }
}
