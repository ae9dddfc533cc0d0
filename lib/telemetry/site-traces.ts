import 'server-only';
import { type FinishedSpan, type Traces, openTraces } from '@dfm/tracing';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';

/** The traces of this process; undefined if tracing is off. */
export function siteTraces(): Promise<Traces | undefined> {
  const onRefused = (error: Error) => log.warn({ err: error }, 'the collector does not accept traces');
  return perProcess('site-traces', () =>
    openTraces('dfm-site', env().OTEL_EXPORTER_OTLP_ENDPOINT, onRefused),
  );
}

/** Reports a part of a run that has just ended. Never delays or fails the run: errors are logged. */
export function traceRun(span: FinishedSpan): void {
  const finished = { endMs: Date.now(), ...span };
  siteTraces().then(
    (traces) => traces?.report(finished),
    (error: unknown) => log.error({ err: error, runId: span.runId }, 'cannot send traces'),
  );
}
