import type { ResultDocument } from '@dfm/contracts';

/**
 * Values that differ between two runs of the same files: durations, when the run was, memory that was
 * measured.
 */
const varying = /(?:Ms|At|Seconds|Bytes of memory)$/;
const duration = /\b(?:under )?\d[\d,.]* ?(?:ms|s|min)\b(?: \d+ s)?/g;

/** A document without durations and times, for comparing two runs of the same files. */
export function documentWithoutTimes(document: ResultDocument): unknown {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => {
      if (varying.test(key)) return 'varies';
      return typeof value === 'string' ? value.replaceAll(duration, '<duration>') : value;
    }),
  );
}
