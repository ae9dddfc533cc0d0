import type { ResultDocument } from '@dfm/contracts';

/**
 * Names of what differs between two runs of the same files, on any backend: durations, when the run was, and
 * digests of layers, which contain the times of files.
 */
const varying = /(?:^ms|Ms|At|diffId)$/;
/** A duration in a sentence. */
const duration = /\b(?:under )?\d[\d,.]* ?(?:ms|s|min)\b(?: \d+ s)?/g;

/** A document without durations and times, for comparing two runs of the same files. */
export function documentWithoutTimes(document: ResultDocument): unknown {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => {
      if (varying.test(key)) return 'varies';
      if (isDuration(value)) return { ...value, value: 'varies' };
      return typeof value === 'string' ? value.replaceAll(duration, '<duration>') : value;
    }),
  );
}

/** Evidence whose value is a duration. */
function isDuration(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'unit' in value && value.unit === 'ms';
}
