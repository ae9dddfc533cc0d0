import type { SearchEntry } from '@dfm/contracts/browser-api';
import { useCallback, useState } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';

const searchCode = async () => {
  const [{ findEntries }, { SearchResults }] = await Promise.all([
    import('./find-entries.ts'),
    import('./search-results.tsx'),
  ]);
  return { findEntries, SearchResults };
};

/** What a search needs: the pages of the course, and the code that no page has to load before. */
interface Loaded extends Awaited<ReturnType<typeof searchCode>> {
  entries: SearchEntry[];
}

/** The search index: undefined until `load` has fetched it. `load` can be called again, also after it failed. */
export function useSearchIndex() {
  const [loaded, setLoaded] = useState<Loaded>();
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => {
    setFailed(false);
    Promise.all([fetchJson('/search-index.json', (api) => api.searchIndexSchema), searchCode()])
      .then(([entries, code]) => (entries ? setLoaded({ entries, ...code }) : setFailed(true)))
      .catch(() => setFailed(true));
  }, []);
  return { loaded, failed, load };
}
