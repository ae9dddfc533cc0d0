import 'server-only';
import { type ToldSpan, type Traces, openTraces } from '@dfm/tracing';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';

/** The traces of this process; undefined where none are wanted. */
export function siteTraces(): Promise<Traces | undefined> {
  return perProcess('site-traces', () => openTraces('dfm-site', env().OTEL_EXPORTER_OTLP_ENDPOINT));
}

/** Tells of a part of a run's way that is over now. Never in its way: what fails is logged. */
export function traceRun(span: ToldSpan): void {
  const told = { endMs: Date.now(), ...span };
  siteTraces().then(
    (traces) => traces?.tell(told),
    (error: unknown) => log.error({ err: error, runId: span.runId }, 'traces cannot be sent'),
  );
}
