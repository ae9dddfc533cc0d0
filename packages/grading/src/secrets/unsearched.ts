import type { EvidenceItem } from '@dfm/contracts';
import type { ImageEvidence, UnsearchedFile } from '../evidence/evidence.ts';
import { locationOfHit } from './secret-location.ts';

type Searched = Pick<ImageEvidence, 'unsearched'>;

/** Packed files that do not come from a package and were not searched, so they may contain anything. */
export function unexplained({ unsearched = [] }: Searched): UnsearchedFile[] {
  return unsearched.filter(({ reason, inPackage }) => reason === 'limit' || inPackage !== true);
}

/** The first few files that were not searched, as evidence. */
export function unsearchedItems({ unsearched = [] }: Searched): EvidenceItem[] {
  return unsearched.slice(0, 5).map((file) => ({
    label: file.reason === 'limit' ? 'Not searched (limit reached)' : 'Not searched (cannot be read)',
    value: locationOfHit({ where: 'layer', ...file }),
    unit: 'path',
  }));
}
