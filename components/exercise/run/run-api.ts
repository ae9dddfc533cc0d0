import type { DrawnValues, RunEvent } from '@dfm/contracts';
import type {
  QueuePosition,
  QueuedRun,
  RunSnapshot,
  Submission,
  SubmittedFiles,
} from '@dfm/contracts/browser-api';
import { loadContract, type SchemaOf } from '@/components/api/load-contract.ts';
import type { Problem } from './run-state.ts';

type ApiResult<Value> =
  | { ok: true; value: Value }
  | { ok: false; problem: Problem; runId?: string | undefined };

/**
 * Submits the editable files, and the values that the page shows. Fails with `no-runner` if nothing could
 * grade them, and with the id of the run if one is already in progress.
 */
export function submitRun(
  exercise: string,
  files: Readonly<SubmittedFiles>,
  values: DrawnValues,
): Promise<ApiResult<QueuedRun>> {
  return request('/api/runs', (api) => api.queuedRunSchema, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exercise, files, values, clickedAtMs: Date.now() } satisfies Submission),
  });
}

export function readRun(id: string): Promise<ApiResult<RunSnapshot>> {
  return request(`/api/runs/${encodeURIComponent(id)}`, (api) => api.runSnapshotSchema);
}

export function cancelRun(id: string): Promise<ApiResult<undefined>> {
  return request(`/api/runs/${encodeURIComponent(id)}/cancel`, (api) => api.cancellationSchema, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
}

/**
 * Whether reading a run fails forever: with a different session, or for a run that no longer exists or cannot
 * be read by this page.
 */
export function isPermanent({ code }: Problem): boolean {
  return ['unauthenticated', 'not-found', 'unreadable'].includes(code);
}

async function request<Value>(
  path: string,
  schemaOf: SchemaOf<Value>,
  init?: RequestInit,
): Promise<ApiResult<Value>> {
  try {
    // First, so that nothing is submitted whose response could not be read.
    const contract = await loadContract();
    const response = await fetch(path, init);
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) {
      const { data } = contract.refusalSchema.safeParse(body);
      return data === undefined
        ? { ok: false, problem: internalError(response.status) }
        : { ok: false, problem: data.error, runId: data.runId };
    }
    const read = schemaOf(contract).safeParse(body);
    return read.success ? { ok: true, value: read.data } : { ok: false, problem: unreadable };
  } catch {
    // There is no connection, or the body is not JSON because it comes from something between us and the
    // site.
    return {
      ok: false,
      problem: {
        code: 'offline',
        message:
          'The site cannot be reached. Check your connection and try again. Your text is stored in this browser.',
      },
    };
  }
}

const internalError = (status: number): Problem => ({
  code: 'internal',
  message: `The site returned an error (${status}). This is an error on our side and does not count as an attempt. Try again in a moment.`,
});

/** The page may be older than the site, so it has to be loaded again. */
const unreadable: Problem = {
  code: 'unreadable',
  message:
    'The site returned a response that this page cannot read. This is an error on our side and does not count as an attempt. Reload the page and try again.',
};

export interface EventListeners {
  event(seq: number, event: RunEvent): void;
  /** The run is in the queue, at this position. */
  queue(position: QueuePosition): void;
  open(): void;
  /** The connection was lost. It is retried automatically. */
  lost(): void;
}

const retryMs = 2_000;
/** The site sends something every 15 seconds. */
const maxSilenceMs = 40_000;

/**
 * Follows a run's events, starting after `lastSeq()`. Reconnects automatically, even if the browser gives up,
 * immediately when the network is back, and never requests an event that it has. Events that do not match the
 * schema are skipped. Returns a function that stops it.
 */
export function followEvents(id: string, lastSeq: () => number, listeners: EventListeners): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let attempt = 0;
  const connect = async () => {
    attempt += 1;
    const own = attempt;
    const contract = await loadContract().catch(() => undefined);
    if (isStopped || own !== attempt) return;
    if (contract === undefined) return reconnect();
    source = new EventSource(`/api/runs/${encodeURIComponent(id)}/events?after=${lastSeq()}`);
    source.addEventListener('open', () => {
      heard();
      listeners.open();
    });
    source.addEventListener('alive', heard);
    source.addEventListener('queue', ({ data }) => {
      heard();
      const read = contract.queuePositionSchema.safeParse(jsonOf(data));
      if (read.success) listeners.queue(read.data);
    });
    source.addEventListener('message', ({ data, lastEventId }) => {
      heard();
      const read = contract.runEventSchema.safeParse(jsonOf(data));
      if (read.success) listeners.event(Number(lastEventId), read.data);
    });
    // The browser would retry with the original URL and with a Last-Event-ID header, which the site prefers
    // to `?after=`. A new connection needs neither.
    source.addEventListener('error', reconnect);
  };
  // A network that is gone without an error leaves the stream open and silent.
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(reconnect, maxSilenceMs);
  };
  const disconnect = () => {
    clearTimeout(timer);
    clearTimeout(silence);
    source?.close();
  };
  const reconnect = () => {
    disconnect();
    timer = setTimeout(() => void connect(), retryMs);
    listeners.lost();
  };
  const reconnectNow = () => {
    disconnect();
    void connect();
  };
  // The browser knows at once that its network is gone, long before the stream reports an error.
  addEventListener('offline', reconnect);
  addEventListener('online', reconnectNow);
  void connect();
  return () => {
    isStopped = true;
    removeEventListener('offline', reconnect);
    removeEventListener('online', reconnectNow);
    disconnect();
  };
}

/** @returns undefined if the text is not JSON */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
