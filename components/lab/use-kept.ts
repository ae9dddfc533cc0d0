import { useState } from 'react';

/** Everything that was ever among these IDs while the page is shown. */
export function useKept(ids: readonly string[]): readonly string[] {
  const [kept, setKept] = useState(ids);
  if (ids.every((id) => kept.includes(id))) return kept;
  const all = [...new Set([...kept, ...ids])];
  setKept(all);
  return all;
}
