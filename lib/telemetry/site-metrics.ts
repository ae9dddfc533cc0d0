import 'server-only';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { RunKind } from '../db/generated/enums.ts';
import { perProcess } from '../platform/per-process.ts';
import { scrapeGauges } from './scrape-gauges.ts';

/**
 * The metrics of the site. Counters restart with the process; the queue gauges come from the database and are
 * the same on every site.
 */
function makeSiteMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const updateGauges = scrapeGauges(registers);
  return {
    registry,
    /** The response to a scrape. */
    async scrape(): Promise<string> {
      await updateGauges();
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
    ended: endedRuns(registers),
    requeued: new Counter({
      name: 'dfm_runs_requeued_total',
      help: 'Runs taken from a silent runner and queued again',
      registers,
    }),
    scores: new Counter({
      name: 'dfm_lms_scores_total',
      help: 'Points that were sent to an LMS, by outcome: accepted or refused',
      labelNames: ['outcome'],
      registers,
    }),
    requests: new Histogram({
      name: 'dfm_http_request_seconds',
      help: 'Time until the response to an API request begins, by method, route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    pages: new Histogram({
      name: 'dfm_page_seconds',
      help: 'Time until the response to a request for a page begins, by kind (page, navigation, action), area and status',
      labelNames: ['kind', 'area', 'status'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    previews: new Gauge({
      name: 'dfm_preview_requests',
      help: 'Requests and WebSockets of previews in progress or waiting',
      registers,
    }),
    previewProblems: new Counter({
      name: 'dfm_preview_problems_total',
      help: 'Requests to previews that the site answered itself, by problem: stranger, ended, no-runner, nothing-listens and others',
      labelNames: ['problem'],
      registers,
    }),
  };
}

function endedRuns(registers: Registry[]) {
  const ended = new Counter({
    name: 'dfm_runs_ended_total',
    help: 'Runs that ended, by kind and outcome: a status of the result document, or cancelled',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  // Prometheus computes an increase only from a value that it has scraped. Without a 0, it would miss the first fault.
  for (const kind of Object.values(RunKind)) ended.inc({ kind, outcome: 'infrastructure' }, 0);
  return ended;
}

export function siteMetrics(): ReturnType<typeof makeSiteMetrics> {
  return perProcess('site-metrics', makeSiteMetrics);
}
