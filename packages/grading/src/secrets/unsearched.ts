import type { EvidenceItem } from '@dfm/contracts';
import type { ImageEvidence, UnsearchedFile } from '../evidence/evidence.ts';
import { locationOfHit } from './secret-location.ts';

type Searched = Pick<ImageEvidence, 'unsearched'>;

/** Packed files that no package explains and that may hold anything: nobody has seen what is in them. */
export function unexplained({ unsearched = [] }: Searched): UnsearchedFile[] {
  return unsearched.filter(({ reason, inPackage }) => reason === 'limit' || inPackage !== true);
}

/** What was not searched, as evidence: the first few. */
export function unsearchedItems({ unsearched = [] }: Searched): EvidenceItem[] {
  return unsearched.slice(0, 5).map((file) => ({
    label: file.reason === 'limit' ? 'Not searched, beyond the limit' : 'Not searched, cannot be read',
    value: locationOfHit({ where: 'layer', ...file }),
    unit: 'path',
  }));
}
