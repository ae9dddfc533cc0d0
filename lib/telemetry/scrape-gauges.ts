import 'server-only';
import { Gauge, type Registry } from 'prom-client';
import { log } from '../platform/log.ts';
import { type DatabaseGauges, clear } from './database-gauges.ts';
import { lmsGauges } from './lms-gauges.ts';
import { nodeGauges } from './node-gauges.ts';
import { openStreamCount } from './open-streams.ts';
import { openTerminals } from './open-terminals.ts';
import { queueGauges } from './queue-gauges.ts';

/**
 * Registers the metrics that are read when they are scraped.
 *
 * @returns a function that updates them. All except `dfm_event_streams` are read from the database together;
 *   if it does not respond, `dfm_database_up` is 0 and they have no values
 */
export function scrapeGauges(registers: Registry[]): () => Promise<void> {
  const ofWork = [queueGauges(registers), nodeGauges(registers), lmsGauges(registers)];
  const databaseUp = new Gauge({
    name: 'dfm_database_up',
    help: '1 if the database answered this scrape, otherwise 0; what is read from it is then omitted',
    registers,
  });
  const fromDatabase = [...ofWork, terminalGauges(registers)];
  const streams = new Gauge({
    name: 'dfm_event_streams',
    help: 'Pages that are currently following a run',
    registers,
  });
  return async () => {
    clear(fromDatabase.flatMap(({ gauges }) => gauges));
    streams.set(openStreamCount());
    const read = await Promise.all(fromDatabase.map((group) => group.read())).catch(
      (error: unknown) => void log.error({ err: error }, 'the database does not respond'),
    );
    databaseUp.set(read === undefined ? 0 : 1);
    for (const set of read ?? []) set();
  };
}

function terminalGauges(registers: Registry[]): DatabaseGauges {
  const terminals = new Gauge({
    name: 'dfm_terminals',
    help: 'Open terminals by state (waiting, running)',
    labelNames: ['state'],
    registers,
  });
  return {
    gauges: [terminals],
    async read() {
      const open = await openTerminals();
      return () => {
        for (const [state, count] of Object.entries(open)) terminals.set({ state }, count);
      };
    },
  };
}
