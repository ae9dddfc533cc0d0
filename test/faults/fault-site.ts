import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { ClaimResponse, EventsRequest, RunnerInfo } from '@dfm/contracts';
import { POST as claimRoute } from '../../app/api/runner/claim/route.ts';
import { POST as eventsRoute } from '../../app/api/runner/runs/[id]/events/route.ts';
import { POST as heartbeatRoute } from '../../app/api/runner/runs/[id]/heartbeat/route.ts';
import { POST as resultRoute } from '../../app/api/runner/runs/[id]/result/route.ts';
import { sweep } from '../../lib/runs/sweep.ts';
import { type Site, SITE_URL, openSite } from '../site/site.ts';

/**
 * Longer than several heartbeats of the tests' runners, so that a runner on a busy machine does not count as
 * dead.
 */
const silenceSeconds = 4;
const sweepEveryMs = 250;

/** A call of a runner, before or after the site's own code has answered it (`answered`). */
export interface RunnerCall {
  kind: 'claim' | 'heartbeat' | 'events' | 'result';
  runId?: string;
  /** Only for a claim. */
  runner?: RunnerInfo;
  fence?: number;
  events?: EventsRequest['events'];
  claimed?: ClaimResponse;
  /** As sent. */
  body: string;
  answered: boolean;
  /** HTTP status of the response. */
  status?: number;
  /** Aborts when the runner no longer waits for the response. */
  signal: AbortSignal;
}

/** `drop`: the connection breaks, before the site gets the call or before the runner gets the response. */
export type CallWatcher = (call: RunnerCall) => Promise<'continue' | 'drop'>;

export interface FaultSite extends Site {
  /** Address for runners. */
  url: string;
  /** Called twice for every call: before and after the site answers it. */
  watch: CallWatcher;
  /** Runs swept so far. */
  swept: { requeued: number; ended: number };
}

const routes: [
  RegExp,
  RunnerCall['kind'],
  (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>,
][] = [
  [/^\/api\/runner\/claim$/, 'claim', claimRoute],
  [/^\/api\/runner\/runs\/([^/]+)\/heartbeat$/, 'heartbeat', heartbeatRoute],
  [/^\/api\/runner\/runs\/([^/]+)\/events$/, 'events', eventsRoute],
  [/^\/api\/runner\/runs\/([^/]+)\/result$/, 'result', resultRoute],
];

/**
 * The part of the site that runners use: its own route handlers over HTTP, its own code with a real
 * PostgreSQL, its own sweep. It is not the built site, because pages are not needed here and each call can be
 * dropped.
 */
export async function openFaultSite(
  environment: Record<string, string> = {},
  open: (environment: Record<string, string>) => Promise<Site> = openSite,
): Promise<FaultSite> {
  const site = await open({
    RUN_HEARTBEAT_TIMEOUT_SECONDS: String(silenceSeconds),
    CONTENT_DIR: join(import.meta.dirname, 'content'),
    ...environment,
  });
  const server = createServer((request, response) => {
    answer(fault, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fault: FaultSite = {
    ...site,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch: async () => 'continue',
    swept: { requeued: 0, ended: 0 },
    close: async () => {
      clearInterval(timer);
      await sweeping;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await site.close();
    },
  };
  let sweeping: Promise<void> | undefined;
  const timer = setInterval(() => {
    // A failed sweep is repeated by the next one.
    sweeping ??= sweepOnce(fault)
      .catch(() => undefined)
      .finally(() => (sweeping = undefined));
  }, sweepEveryMs);
  return fault;
}

async function sweepOnce({ swept }: FaultSite): Promise<void> {
  const { requeued, ended } = await sweep();
  swept.requeued += requeued;
  swept.ended += ended;
}

async function answer(site: FaultSite, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const path = incoming.url ?? '/';
  const [pattern, kind, handler] = routes.find(([candidate]) => candidate.test(path)) ?? [];
  if (pattern === undefined || kind === undefined || handler === undefined) {
    outgoing.writeHead(404).end();
    return;
  }
  const id = pattern.exec(path)?.[1] ?? '';
  const disconnected = new AbortController();
  outgoing.once('close', () => outgoing.writableFinished || disconnected.abort());
  const body = await buffer(incoming);
  const sent = JSON.parse(body.toString()) as {
    fence?: number;
    events?: EventsRequest['events'];
    runner?: RunnerInfo;
  };
  const call: RunnerCall = {
    kind,
    ...(id === '' ? {} : { runId: id }),
    fence: sent.fence,
    events: sent.events,
    runner: sent.runner,
    body: body.toString(),
    answered: false,
    signal: disconnected.signal,
  };
  if ((await site.watch(call)) === 'drop') return void outgoing.destroy();

  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const response = await handler(
    new Request(`${SITE_URL}${path}`, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
      signal: disconnected.signal,
    }),
    { params: Promise.resolve({ id }) },
  );
  const text = await response.text();
  const claimed =
    kind === 'claim' && response.status === 200 ? (JSON.parse(text) as ClaimResponse) : undefined;
  if ((await site.watch({ ...call, answered: true, status: response.status, claimed })) === 'drop')
    return void outgoing.destroy();
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(text);
}
