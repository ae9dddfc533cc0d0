import type { HttpProbe } from '@dfm/contracts';
import type { ProbeOutcome } from '@dfm/grading';
import type { HttpOutcome } from './http-exchange.ts';
import { containsJson, excerpt, parsedJson } from './reported-json.ts';

/**
 * Judges the answer to a probe. The message tells what came and never what was wanted of the body: that is
 * the exercise's secret.
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
      message: `answered ${status} where ${probe.expectStatus} was wanted: ${excerpt(outcome.body)}`,
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
      message: `answered ${status}, but not in JSON: ${excerpt(outcome.body)}`,
    };
  if (!containsJson(answer.value, probe.expectJson))
    return {
      probe,
      ok: false,
      ms,
      status,
      message: `answered ${status} with another content than wanted: ${excerpt(outcome.body)}`,
    };
  return { probe, ok: true, ms, status, message: `answered ${status} in ${Math.round(ms)} ms` };
}
