'use client';

import type { Vocabulary } from '@dfm/contracts/page-data';
import { useEffect, useState } from 'react';
import type { PartActions } from './part-actions.ts';

/**
 * The names of a draft for completions, read again after every save.
 *
 * @param isWanted false until what the author waits for has been answered
 * @returns undefined until they are loaded, and if they cannot be
 */
export function useVocabulary(
  { id, commit }: { id: string; commit: string },
  isWanted: boolean,
  read: PartActions['readVocabulary'],
): Vocabulary | undefined {
  const [known, setKnown] = useState<{ commit: string; vocabulary: Vocabulary }>();
  const isKnown = known?.commit === commit;
  useEffect(() => {
    if (!isWanted || isKnown) return undefined;
    let isGone = false;
    read(id)
      .then((answer) => answer.ok && !isGone && setKnown({ commit, vocabulary: answer.vocabulary }))
      // Writing works without completions.
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [id, commit, isWanted, isKnown, read]);
  return known?.vocabulary;
}
