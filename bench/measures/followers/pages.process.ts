/**
 * Pages that follow runs, in a process of their own, so that reading their streams does not delay what the
 * benchmark measures. Each page is the event stream of a run, without a browser. Started by `pages.ts`.
 */
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { FollowedRun, Order, Report } from './messages.ts';
import { monotonicMs } from './monotonic-ms.ts';

/** So that requests do not wait for each other long enough to be given up. */
const OPENING_AT_ONCE = 20;

interface Page {
  place: number | undefined;
  /** When it showed a new place; undefined since the last `mark` if it has not. */
  movedAtMs: number | undefined;
}

const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
const open = new Set<Page>();
let messages = 0;

const answers: { [Kind in Order['kind']]: (order: Extract<Order, { kind: Kind }>) => Promise<Report> } = {
  async open({ url, runs }) {
    const left = runs.values();
    const openAll = async () => {
      for (const run of left) await openPage(url, run);
    };
    await Promise.all(Array.from({ length: OPENING_AT_ONCE }, openAll));
    return { kind: 'opened', pages: open.size };
  },
  async mark() {
    for (const page of open) page.movedAtMs = undefined;
    return { kind: 'marked' };
  },
  async moves() {
    const pages = [...open];
    return { kind: 'moved', atMs: pages.flatMap(({ movedAtMs }) => movedAtMs ?? []), pages: pages.length };
  },
  async count() {
    return { kind: 'counted', messages, pages: open.size };
  },
};

process.on('message', (order: Order) => {
  // The type of an entry of `answers` does not depend on the value of `kind`.
  const answer = answers[order.kind] as (order: Order) => Promise<Report>;
  answer(order).then(send, fail);
});
// The benchmark has ended, or was stopped.
process.on('disconnect', () => process.exit());

/** Resolves when the site has begun to send. */
async function openPage(url: string, { runId, cookie }: FollowedRun): Promise<void> {
  const request = get(`${url}/api/runs/${runId}/events?after=0`, { headers: { cookie }, agent });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`a stream was refused with ${response.statusCode}`);
  const page: Page = { place: undefined, movedAtMs: undefined };
  open.add(page);
  let rest = '';
  let hasVerdict = false;
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const atMs = monotonicMs();
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      messages += 1;
      if (block.startsWith('id: ')) {
        hasVerdict ||= block.includes('"type":"result"');
        send({ kind: 'event', runId, seq: Number(/^id: (\d+)/.exec(block)?.[1]), atMs });
      } else if (block.startsWith('event: queue')) notePlace(page, block, atMs);
    }
  });
  response.on('close', () => {
    open.delete(page);
    if (!hasVerdict) fail(new Error(`the stream of run ${runId} ended before its verdict`));
  });
}

function notePlace(page: Page, block: string, atMs: number): void {
  const place = Number(/"place":(\d+)/.exec(block)?.[1]);
  if (page.place !== undefined && place !== page.place) page.movedAtMs ??= atMs;
  page.place = place;
}

function send(report: Report): void {
  process.send?.(report);
}

function fail(error: unknown): void {
  send({ kind: 'failed', message: String(error) });
}
