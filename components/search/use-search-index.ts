import type { SearchEntry } from '@dfm/contracts/browser-api';
import { useCallback, useState } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';

/** The search index: undefined until `load` has fetched it. `load` can be called again, also after it failed. */
export function useSearchIndex() {
  const [entries, setEntries] = useState<SearchEntry[]>();
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => {
    setFailed(false);
    fetchJson('/search-index.json', (api) => api.searchIndexSchema)
      .then((index) => (index ? setEntries(index) : setFailed(true)))
      .catch(() => setFailed(true));
  }, []);
  return { entries, failed, load };
}
