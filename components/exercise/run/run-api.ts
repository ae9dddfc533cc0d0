import type { RunEvent } from '@dfm/contracts';
import type { KnownRun, Problem } from './run-state.ts';

type ApiResult<T> = { ok: true; value: T } | { ok: false; problem: Problem; runId?: string };

/**
 * Submits the editable files. Fails with `no-runner` if nothing could grade them, and with the id of the run
 * if one is already in progress.
 */
export function submitRun(
  exercise: string,
  files: Readonly<Record<string, string>>,
): Promise<ApiResult<{ runId: string }>> {
  return request('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exercise, files }),
  });
}

export function readRun(id: string): Promise<ApiResult<KnownRun>> {
  return request(`/api/runs/${encodeURIComponent(id)}`);
}

export function cancelRun(id: string): Promise<ApiResult<unknown>> {
  return request(`/api/runs/${encodeURIComponent(id)}/cancel`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
}

async function request<T>(path: string, init?: RequestInit): Promise<ApiResult<T>> {
  try {
    const response = await fetch(path, init);
    const text = await response.text();
    const body = text === '' ? {} : JSON.parse(text);
    if (response.ok) return { ok: true, value: body };
    return {
      ok: false,
      problem: body.error ?? internalError(response.status),
      runId: body.runId ?? body.error?.runId,
    };
  } catch {
    // fetch fails without a connection. A body that is not JSON comes from something between us and the
    // site.
    return {
      ok: false,
      problem: {
        code: 'offline',
        message:
          'The site cannot be reached. Your text is stored in this browser. Check your connection and press Run again.',
      },
    };
  }
}

const internalError = (status: number): Problem => ({
  code: 'internal',
  message: `The site returned an error (${status}). This is an error on our side and does not count as an attempt. Try again in a moment.`,
});

export interface EventListeners {
  event(seq: number, event: RunEvent): void;
  open(): void;
  /** The connection was lost. It is retried automatically. */
  lost(): void;
}

const retryMs = 2_000;

/**
 * Follows a run's events, starting after `lastSeq()`. Reconnects automatically, even if the browser gives up,
 * and never requests an event that it has. Returns a function that stops it.
 */
export function followEvents(id: string, lastSeq: () => number, listeners: EventListeners): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource(`/api/runs/${encodeURIComponent(id)}/events?after=${lastSeq()}`);
    source.addEventListener('open', listeners.open);
    source.addEventListener('message', (message) =>
      listeners.event(Number(message.lastEventId), JSON.parse(message.data)),
    );
    source.addEventListener('error', () => {
      listeners.lost();
      // The browser would retry with the original URL and with a Last-Event-ID header, which the site
      // prefers to `?after=`. A new connection needs neither.
      source?.close();
      timer = setTimeout(connect, retryMs);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
