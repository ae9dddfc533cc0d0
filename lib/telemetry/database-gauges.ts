import type { Gauge } from 'prom-client';

/** Gauges that are read from the database when they are scraped. */
export interface DatabaseGauges {
  gauges: readonly Gauge[];
  /** @returns a function that sets their values */
  read(): Promise<() => void>;
}

/** Removes the values of gauges. */
export function clear(gauges: readonly Gauge[]): void {
  for (const gauge of gauges) {
    gauge.reset();
    // `reset` sets a gauge without labels to 0, which would mean, for example, that no runner is connected.
    if (!hasLabels(gauge)) gauge.remove();
  }
}

/** prom-client's types lack `labelNames`. */
const hasLabels = (gauge: Gauge) => (gauge as unknown as { labelNames: string[] }).labelNames.length > 0;
