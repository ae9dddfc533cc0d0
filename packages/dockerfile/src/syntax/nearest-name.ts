/** Maximum edit distance of a typing error. BuildKit uses the same limit (util/suggest). */
const maxDistance = 2;
const maxLength = 60;

/**
 * The name that a misspelt one was probably meant to be: at most two letters added, left out or changed.
 * Undefined if there is none, and for long names.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = maxDistance + 1;
  if (name.length > maxLength) return undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least || candidate.length > maxLength) continue;
    const distance = editDistance(name, candidate);
    if (distance > 0 && distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i += 1) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j += 1)
      row.push(Math.min(row[j]! + 1, above[j + 1]! + 1, above[j]! + (a[i] === b[j] ? 0 : 1)));
    above = row;
  }
  return above[b.length]!;
}
