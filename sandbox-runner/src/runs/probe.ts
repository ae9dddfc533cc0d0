import type { HttpProbe } from '@dfm/contracts';
import type { ProbeOutcome } from '@dfm/grading';
import type { HttpOutcome } from './http-exchange.ts';
import { containsJson, excerpt, parsedJson } from './reported-json.ts';

/**
 * Judges the answer to a probe. The message contains the actual body but never the expected one, which is the
 * exercise's secret.
 */
export function judgeProbe(probe: HttpProbe, outcome: HttpOutcome): ProbeOutcome {
  const { ms } = outcome;
  if (outcome.kind === 'no-answer') return { probe, ok: false, ms, status: undefined, message: outcome.why };
  const { status } = outcome;
  if (status !== probe.expectStatus)
    return {
      probe,
      ok: false,
      ms,
      status,
      message: `answered ${status} instead of ${probe.expectStatus}: ${excerpt(outcome.body)}`,
    };
  if (probe.expectJson === undefined)
    return { probe, ok: true, ms, status, message: `answered ${status} in ${Math.round(ms)} ms` };
  const answer = parsedJson(outcome.body);
  if (answer === undefined)
    return {
      probe,
      ok: false,
      ms,
      status,
      message: `answered ${status}, but the body is not JSON: ${excerpt(outcome.body)}`,
    };
  if (!containsJson(answer.value, probe.expectJson))
    return {
      probe,
      ok: false,
      ms,
      status,
      message: `answered ${status}, but the content is not the expected one: ${excerpt(outcome.body)}`,
    };
  return { probe, ok: true, ms, status, message: `answered ${status} in ${Math.round(ms)} ms` };
}
