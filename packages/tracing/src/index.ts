import type { Traces } from './traces.ts';

export type { ToldSpan, Traces } from './traces.ts';

/**
 * Traces of runs by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT says whereto. Elsewhere nothing of it is
 * even loaded.
 *
 * @param service `service.name` of every span
 */
export async function openTraces(service: string, endpoint: string | undefined): Promise<Traces | undefined> {
  if (endpoint === undefined) return undefined;
  const { otlpTraces } = await import('./otlp-traces.ts');
  return otlpTraces(service);
}
