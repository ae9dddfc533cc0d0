import 'server-only';
import { Gauge, type Registry } from 'prom-client';
import { connectedRunners } from '../nodes/runners.ts';
import { log } from '../platform/log.ts';
import { lmsState } from './lms-state.ts';
import { nodeState } from './node-state.ts';
import { openStreamCount } from './open-streams.ts';
import { openTerminals } from './open-terminals.ts';
import { queueState } from './queue-state.ts';

/**
 * Registers the metrics that are read when they are scraped.
 *
 * @returns a function that updates them. All except `dfm_event_streams` are read from the database together;
 *   if it does not respond, `dfm_database_up` is 0 and they have no values
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
  const healthy = new Gauge({
    name: 'dfm_node_healthy',
    help: '1 if the node reported recently that it can take runs, otherwise 0; without nodes that are drained',
    labelNames: ['node'],
    registers,
  });
  const diskFree = new Gauge({
    name: 'dfm_node_disk_free_bytes',
    help: 'Free space for sandboxes, as the node reported it last; absent if it is silent',
    labelNames: ['node'],
    registers,
  });
  const scores = new Gauge({
    name: 'dfm_lms_scores_waiting',
    help: 'Points that an LMS should have and has not confirmed, by state: waiting, refused',
    labelNames: ['state'],
    registers,
  });
  const oldestScore = new Gauge({
    name: 'dfm_lms_oldest_seconds',
    help: 'Age of the oldest points that an LMS has not confirmed; 0 if there are none',
    registers,
  });
  const pausedLms = new Gauge({
    name: 'dfm_lms_paused',
    help: 'LMSs that get no requests for a while, because the last ones failed',
    registers,
  });
  const databaseUp = new Gauge({
    name: 'dfm_database_up',
    help: '1 if the database answered this scrape, otherwise 0; what is read from it is then omitted',
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
    for (const gauge of [waiting, oldest, healthy, diskFree, scores, terminals]) gauge.reset();
    // `reset` would set a gauge without labels to 0, which would mean that no runner is connected.
    for (const gauge of [runners, oldestScore, pausedLms]) gauge.remove();
    streams.set(openStreamCount());
    const read = await Promise.all([
      queueState(),
      connectedRunners(),
      nodeState(),
      lmsState(),
      openTerminals(),
    ]).catch((error: unknown) => void log.error({ err: error }, 'the database does not respond'));
    databaseUp.set(read === undefined ? 0 : 1);
    if (read === undefined) return;
    const [queue, connected, nodes, lms, open] = read;
    for (const { state, kind, needs, runs, oldestSeconds } of queue) {
      waiting.set({ state, kind, needs }, runs);
      if (state === 'queued') oldest.set({ kind, needs }, oldestSeconds);
    }
    runners.set(connected);
    for (const { name: node, isHealthy, diskFreeBytes } of nodes) {
      healthy.set({ node }, isHealthy ? 1 : 0);
      if (diskFreeBytes !== undefined) diskFree.set({ node }, diskFreeBytes);
    }
    scores.set({ state: 'waiting' }, lms.waiting - lms.refused);
    scores.set({ state: 'refused' }, lms.refused);
    oldestScore.set(lms.oldestSeconds ?? 0);
    pausedLms.set(lms.paused);
    for (const [state, count] of Object.entries(open)) terminals.set({ state }, count);
  };
}
