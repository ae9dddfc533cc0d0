import type { RunEvent } from '@dfm/contracts';
import type { KnownRun, Problem } from './run-state.ts';

type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem; runId?: string };

/**
 * Hands in the editable files. Fails with `no-runner` when nothing could grade it, and with the id of a run
 * that is already on its way.
 */
export function submitRun(
  exercise: string,
  files: Readonly<Record<string, string>>,
): Promise<Answer<{ runId: string }>> {
  return ask('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exercise, files }),
  });
}

export function readRun(id: string): Promise<Answer<KnownRun>> {
  return ask(`/api/runs/${encodeURIComponent(id)}`);
}

export function cancelRun(id: string): Promise<Answer<unknown>> {
  return ask(`/api/runs/${encodeURIComponent(id)}/cancel`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
}

async function ask<T>(path: string, init?: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(path, init);
    const text = await response.text();
    const body = text === '' ? {} : JSON.parse(text);
    if (response.ok) return { ok: true, value: body };
    return {
      ok: false,
      problem: body.error ?? fault(response.status),
      runId: body.runId ?? body.error?.runId,
    };
  } catch {
    // fetch itself fails without a connection; a body that is no JSON comes from something between us and the
    // site.
    return {
      ok: false,
      problem: {
        code: 'offline',
        message:
          'The site cannot be reached. Your text is kept in this browser. Check the connection and press Run again.',
      },
    };
  }
}

const fault = (status: number): Problem => ({
  code: 'internal',
  message: `The site answered with an error (${status}). This is a fault of ours and is not counted. Try again in a moment.`,
});

export interface EventListeners {
  event(seq: number, event: RunEvent): void;
  open(): void;
  /** The connection broke; another try follows by itself. */
  lost(): void;
}

const retryMs = 2_000;

/**
 * Follows a run's events from after `lastSeq()`. Reconnects by itself, also where a browser gives up, and
 * never asks for an event it has. Returns what ends it.
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
      // The browser would repeat the first address, with a header the site prefers to it; a fresh one needs
      // neither.
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
