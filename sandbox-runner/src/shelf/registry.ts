import { formatDuration } from '@dfm/contracts/quantity';
import type { Engine } from '../engine/engine-types.ts';
import { hasImage, pullImage } from '../engine/host.ts';
import { splitReference } from '../engine/reference.ts';

/** A registry's answer about an image. For an image with several platforms, the digest is that of its index. */
export type RegistryAnswer =
  | { kind: 'found'; digest: string }
  | { kind: 'absent' }
  | { kind: 'no-answer'; reason: string };

const answerMs = 6_000;
/** A pull without progress for this long has lost its registry. */
const silenceMs = 60_000;

/**
 * Requests an image's digest from its registry, through the engine. Never throws: every failure is
 * `no-answer`.
 */
export async function queryRegistry(engine: Engine, reference: string): Promise<RegistryAnswer> {
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
              ? `no answer within ${formatDuration(answerMs)}`
              : (error as Error).message,
          });
      },
    );
  });
}

/**
 * Pulls an image by digest and tags it `savedAs`. No other new name of the image remains in the engine.
 *
 * @param pin the expected digest; without it, the current digest of the tag
 * @param report called with the progress, and with the reason if no registry answers
 * @returns its digest; undefined if no registry answers, or if it stops answering during the pull
 * @throws Error if a registry answers but does not have the image, or the engine cannot pull it
 */
export async function pullByDigest(
  engine: Engine,
  reference: string,
  pin: string | undefined,
  savedAs: string,
  report: (message: string) => void,
): Promise<string | undefined> {
  const { repo } = splitReference(reference);
  const requested = pin === undefined ? reference : `${repo}@${pin}`;
  const answer = await queryRegistry(engine, requested);
  if (answer.kind === 'absent')
    throw new Error(
      `the registry of ${repo} does not have ${requested}: correct the entry in sandbox-runner/shelf/images.yaml`,
    );
  if (answer.kind === 'no-answer') {
    report(`no registry answers: ${answer.reason}`);
    return undefined;
  }
  const pulled = `${repo}@${answer.digest}`;
  const wasThere = await hasImage(engine, pulled);
  report(`pulling ${pulled}`);
  try {
    await pullImage(engine, pulled, silenceMs);
  } catch (cause) {
    if ((await queryRegistry(engine, requested)).kind === 'found')
      throw new Error(`cannot pull ${pulled}: ${(cause as Error).message}`, { cause });
    report(`the registry stopped answering: ${(cause as Error).message}`);
    return undefined;
  }
  await engine.getImage(pulled).tag(splitReference(savedAs));
  if (!wasThere) await engine.getImage(pulled).remove();
  return answer.digest;
}
