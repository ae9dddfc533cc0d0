import type { ResultDocument } from '@dfm/contracts';
import { expect } from 'vitest';

/**
 * Names of what differs between two runs of the same files, on any backend: durations, when the run was, and
 * digests of layers, which contain the times of files.
 */
const varying = /(?:^ms|Ms|At|diffId)$/;
/** In a sentence: a duration, how many requests a service answered during one, and how its memory grew. */
const measured =
  /\b(?:under )?\d[\d,.]* ?(?:ms|s|min)\b(?: \d+ s)?|\b\d+(?= requests while draining)|(?<=grew by )\d[\d,.]* \w+/g;
/** Values that are new for each run, which a service may repeat or log, and ports of its clients. */
const drawn = /\b[0-9a-f]{24}\b|(?<=127\.0\.0\.1:)\d{5}\b/g;
/** A machine with other work gets this notice. */
const isWait = (value: unknown) =>
  typeof value === 'string' && /^Your container waited .* for a processor/.test(value);

/**
 * Expects that two runs of the same files have the same document, apart from durations, times and memory. The
 * values of secrets are drawn for each run, and compressed, one takes a few bytes more than another.
 */
export function expectSameDocument(actual: ResultDocument, expected: ResultDocument): void {
  expect(comparable(actual)).toEqual(withNearSizes(comparable(expected)));
}

function comparable(document: ResultDocument): unknown {
  const endedAtOnce = /exited with code \d+ before it was ready/.test(document.headline);
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => {
      if (varying.test(key)) return 'varies';
      if (endedAtOnce && isUserCheck(value)) return { ...value, message: 'varies', evidence: 'varies' };
      if (key === 'steps') return inAnyOrder(value as Step[]);
      if (key === 'notices') return (value as unknown[]).filter((notice) => !isWait(notice));
      if (isMeasured(value)) return { ...value, value: 'varies' };
      return typeof value === 'string'
        ? value.replaceAll(measured, '<measured>').replaceAll(drawn, '<drawn>')
        : value;
    }),
  );
}

/** Replaces sizes by matchers that allow 50 bytes more or less. */
function withNearSizes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNearSizes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      typeof each === 'number' && /bytes$/i.test(key) ? expect.closeTo(each, -2) : withNearSizes(each),
    ]),
  );
}

type Step = NonNullable<ResultDocument['cold']>['steps'][number];

/**
 * BuildKit builds stages at the same time, and a step or a base image that several of them have only once, as
 * that of the stage that asks first.
 */
function inAnyOrder(steps: readonly Step[]): unknown[] {
  return steps
    .map(({ name, cached, bytes }) => ({ name, cached, bytes }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** A container that ends at once may have ended before the user of its process is read. */
function isUserCheck(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'id' in value && value.id === 'root-user';
}

/** Evidence whose value is a duration or the memory of processes. */
function isMeasured(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || !('unit' in value)) return false;
  const label = 'label' in value ? String(value.label) : '';
  return value.unit === 'ms' || (value.unit === 'bytes' && /^(?:Peak memory|Memory|Growth)/.test(label));
}
