import { formatDuration } from '@dfm/contracts/quantity';
import type { Engine } from '../engine/engine-types.ts';
import { hasImage, pullImage } from '../engine/host.ts';
import { splitReference } from '../engine/reference.ts';

/** What a registry says of an image. The digest is that of its index where it exists for several platforms. */
export type RegistryAnswer =
  | { kind: 'found'; digest: string }
  | { kind: 'absent' }
  | { kind: 'no-answer'; reason: string };

const answerMs = 6_000;
/** A pull that says nothing for this long has lost its registry. */
const silenceMs = 60_000;

/**
 * Asks the image's registry, through the engine, for its digest. Never throws: every failure to ask is
 * `no-answer`.
 */
export async function askRegistry(engine: Engine, reference: string): Promise<RegistryAnswer> {
  const abortSignal = AbortSignal.timeout(answerMs);
  return new Promise((resolve) => {
    engine.modem.dial(
      { path: `/distribution/${reference}/json`, method: 'GET', abortSignal, statusCodes: { 200: true } },
      (error, data) => {
        if (!error)
          resolve({ kind: 'found', digest: (data as { Descriptor: { digest: string } }).Descriptor.digest });
        else if ((error as { statusCode?: number }).statusCode === 404) resolve({ kind: 'absent' });
        else
          resolve({
            kind: 'no-answer',
            reason: abortSignal.aborted
              ? `nothing came within ${formatDuration(answerMs)}`
              : (error as Error).message,
          });
      },
    );
  });
}

/**
 * Pulls an image by digest and names it `savedAs`. The engine keeps no other name of it that it had not
 * before.
 *
 * @param pin digest wanted; without it, the one that the tag has now
 * @param tell told why there is none
 * @returns its digest; undefined where no registry answers, also when it stops answering on the way
 * @throws Error where a registry answers and has no such image, or the engine cannot take it
 */
export async function pullByDigest(
  engine: Engine,
  reference: string,
  pin: string | undefined,
  savedAs: string,
  tell: (message: string) => void,
): Promise<string | undefined> {
  const { repo } = splitReference(reference);
  const wanted = pin === undefined ? reference : `${repo}@${pin}`;
  const answer = await askRegistry(engine, wanted);
  if (answer.kind === 'absent')
    throw new Error(
      `the registry of ${repo} answers and has no ${wanted}: correct the entry in sandbox-runner/shelf/images.yaml`,
    );
  if (answer.kind === 'no-answer') {
    tell(`no registry answers: ${answer.reason}`);
    return undefined;
  }
  const pulled = `${repo}@${answer.digest}`;
  const wasThere = await hasImage(engine, pulled);
  tell(`pulling ${pulled}`);
  try {
    await pullImage(engine, pulled, silenceMs);
  } catch (cause) {
    if ((await askRegistry(engine, wanted)).kind === 'found')
      throw new Error(`${pulled} could not be pulled: ${(cause as Error).message}`, { cause });
    tell(`the registry stopped answering: ${(cause as Error).message}`);
    return undefined;
  }
  await engine.getImage(pulled).tag(splitReference(savedAs));
  if (!wasThere) await engine.getImage(pulled).remove();
  return answer.digest;
}
