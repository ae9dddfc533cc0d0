import { useCallback, useState } from 'react';
import type { SearchEntry } from './find-entries.ts';

/** The search index: undefined until `load` has fetched it. `load` can be called again, also after it failed. */
export function useSearchIndex() {
  const [entries, setEntries] = useState<SearchEntry[]>();
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => {
    setFailed(false);
    fetch('/search-index.json')
      .then(async (response) => (response.ok ? setEntries(await response.json()) : setFailed(true)))
      .catch(() => setFailed(true));
  }, []);
  return { entries, failed, load };
}
