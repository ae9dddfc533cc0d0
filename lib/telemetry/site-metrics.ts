import 'server-only';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { connectedRunners } from '../nodes/runners.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';
import { openStreamCount } from './open-streams.ts';
import { queueState } from './queue-state.ts';

/**
 * The metrics of the site. Counters restart with the process; the queue gauges come from the database and are
 * the same on every site.
 */
function makeSiteMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

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
  const streams = new Gauge({
    name: 'dfm_event_streams',
    help: 'Pages that are currently following a run',
    registers,
  });
  return {
    registry,
    /**
     * The response to a scrape. All queue gauges are read from the database together; if it does not respond,
     * `dfm_database_up` is 0 and the other metrics are still returned.
     */
    async scrape(): Promise<string> {
      for (const gauge of [waiting, oldest, runners]) gauge.reset();
      const now = await Promise.all([queueState(), connectedRunners()]).catch(
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
      }
      return registry.metrics();
    },
    submitted: new Counter({ name: 'dfm_runs_submitted_total', help: 'Practice runs submitted', registers }),
    claimed: new Histogram({
      name: 'dfm_run_queued_seconds',
      help: 'Time from the queue to a runner, by kind',
      labelNames: ['kind'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800],
      registers,
    }),
    ended: new Counter({
      name: 'dfm_runs_ended_total',
      help: 'Runs that ended, by kind and outcome: a status of the result document, or cancelled',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    requeued: new Counter({
      name: 'dfm_runs_requeued_total',
      help: 'Runs taken from a silent runner and queued again',
      registers,
    }),
    requests: new Histogram({
      name: 'dfm_http_request_seconds',
      help: 'Time until the response to an API request begins, by method, route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
  };
}

export function siteMetrics(): ReturnType<typeof makeSiteMetrics> {
  return perProcess('site-metrics', makeSiteMetrics);
}
