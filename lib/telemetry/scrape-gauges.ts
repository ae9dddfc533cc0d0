import 'server-only';
import { Gauge, type Registry } from 'prom-client';
import { connectedRunners } from '../nodes/runners.ts';
import { log } from '../platform/log.ts';
import { openStreamCount } from './open-streams.ts';
import { openTerminals } from './open-terminals.ts';
import { queueState } from './queue-state.ts';

/**
 * Registers the metrics that are read when they are scraped.
 *
 * @returns a function that updates them. The queue gauges are read from the database together; if it does not
 *   respond, `dfm_database_up` is 0 and the queue gauges have no values
 */
export function scrapeGauges(registers: Registry[]): () => Promise<void> {
  const waiting = new Gauge({
    name: 'dfm_queue_runs',
    help: 'Runs by state (queued, running), kind and required labels',
    labelNames: ['state', 'kind', 'needs'],
    registers,
  });
  const oldest = new Gauge({
    name: 'dfm_queue_oldest_seconds',
    help: 'Age of the run that has waited longest, by kind and required labels; absent if none is waiting',
    labelNames: ['kind', 'needs'],
    registers,
  });
  const runners = new Gauge({
    name: 'dfm_runners_connected',
    help: 'Runners that reported recently, are healthy and take runs',
    registers,
  });
  const databaseUp = new Gauge({
    name: 'dfm_database_up',
    help: '1 if the database answered this scrape, otherwise 0; the queue gauges are then omitted',
    registers,
  });
  const terminals = new Gauge({
    name: 'dfm_terminals',
    help: 'Open terminals by state (waiting, running)',
    labelNames: ['state'],
    registers,
  });
  const streams = new Gauge({
    name: 'dfm_event_streams',
    help: 'Pages that are currently following a run',
    registers,
  });
  return async () => {
    for (const gauge of [waiting, oldest, runners, terminals]) gauge.reset();
    const now = await Promise.all([queueState(), connectedRunners(), openTerminals()]).catch(
      (error: unknown) => void log.error({ err: error }, 'the database does not respond'),
    );
    streams.set(openStreamCount());
    databaseUp.set(now === undefined ? 0 : 1);
    if (now !== undefined) {
      for (const { state, kind, needs, runs, oldestSeconds } of now[0]) {
        waiting.set({ state, kind, needs }, runs);
        if (state === 'queued') oldest.set({ kind, needs }, oldestSeconds);
      }
      runners.set(now[1]);
      for (const [state, count] of Object.entries(now[2])) terminals.set({ state }, count);
    }
  };
}
