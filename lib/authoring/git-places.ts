import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { perProcess } from '../platform/per-process.ts';

/** Processes of git at the same time. Each may use a processor. */
const PLACES = 4;
const PLACES_PER_ACCOUNT = 2;

const held = () => perProcess<string[]>('places for git', () => []);

/**
 * Holds one of the few places for a process of git.
 *
 * @returns frees it again
 * @throws PlatformError `rate-limited` if there is none for this account
 */
export function holdGitPlace(accountId: string): () => void {
  const places = held();
  const own = places.filter((id) => id === accountId).length;
  if (places.length >= PLACES || own >= PLACES_PER_ACCOUNT)
    throw new PlatformError(
      'rate-limited',
      own >= PLACES_PER_ACCOUNT
        ? 'Your other clones and pushes are not done. Try again when they are.'
        : 'Others clone or push at the moment. Try again in a minute.',
    );
  places.push(accountId);
  let isHeld = true;
  return () => {
    if (isHeld) places.splice(places.indexOf(accountId), 1);
    isHeld = false;
  };
}
