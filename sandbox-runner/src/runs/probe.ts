import { isDeepStrictEqual } from 'node:util';
import type { HttpProbe } from '@dfm/contracts';
import type { ProbeOutcome } from '@dfm/grading';
import type { HttpOutcome } from './http-exchange.ts';

/**
 * Judges the answer to a probe. The message tells what came and never what was wanted of the body: that is the
 * exercise's secret.
 */
export function judgeProbe(probe: HttpProbe, outcome: HttpOutcome): ProbeOutcome {
  const { ms } = outcome;
  if (outcome.kind === 'no-answer') return { probe, ok: false, ms, status: undefined, message: outcome.why };
  const { status } = outcome;
  if (status !== probe.expectStatus) return { probe, ok: false, ms, status, message: `answered ${status} where ${probe.expectStatus} was wanted: ${excerpt(outcome.body)}` };
  if (probe.expectJson === undefined) return { probe, ok: true, ms, status, message: `answered ${status} in ${Math.round(ms)} ms` };
  const answer = parsed(outcome.body);
  if (answer === undefined) return { probe, ok: false, ms, status, message: `answered ${status}, but not in JSON: ${excerpt(outcome.body)}` };
  if (!containsJson(answer.value, probe.expectJson)) return { probe, ok: false, ms, status, message: `answered ${status} with another content than wanted: ${excerpt(outcome.body)}` };
  return { probe, ok: true, ms, status, message: `answered ${status} in ${Math.round(ms)} ms` };
}

/** Whether every key of `wanted` is in `actual` with an equal value, at every depth. Arrays must be equal in length. */
export function containsJson(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(actual) && actual.length === wanted.length && wanted.every((value, index) => containsJson(actual[index], value));
  if (typeof wanted !== 'object' || wanted === null) return isDeepStrictEqual(actual, wanted);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(actual, key) && containsJson((actual as Record<string, unknown>)[key], value));
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function excerpt(body: string): string {
  const line = body.replaceAll('\0', '\uFFFD').replace(/\s+/g, ' ').trim();
  return line === '' ? '(empty)' : line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
