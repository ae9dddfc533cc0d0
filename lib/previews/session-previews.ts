import 'server-only';
import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { perProcess } from '../platform/per-process.ts';
import type { SessionRelay } from '../sockets/session-relay.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { TunnelAgent } from './tunnel-agent.ts';

/** Requests and WebSockets, including those that wait for their turn. */
const EXCHANGES_MAX = 64;
/** Together with the WebSockets and the idle tunnels, fewer than the runner opens (`terminalLimits.tunnels`). */
const REQUESTS_AT_ONCE = 8;
/** Each keeps a tunnel for itself. */
const SOCKETS_AT_ONCE = 8;
/** A notebook starts with 150 requests. */
const REQUESTS_PER_WINDOW = 600;
const WINDOW_MS = 10_000;

/** What the previews of one session use. */
class SessionPreviews {
  /** Opens tunnels to the ports of the session. */
  readonly agent: Agent;
  /** Requests that wait until a different one has ended. */
  readonly #waiting: (() => void)[] = [];
  readonly #using = { requests: 0, sockets: 0 };
  #window = { since: -Infinity, requests: 0 };

  /** @param open opens a tunnel to a port */
  constructor(open: (port: number) => Promise<Duplex>) {
    this.agent = new TunnelAgent(open);
  }

  /**
   * Waits until a request or a WebSocket may go on.
   *
   * @returns a function to call at its end; undefined if there are too many
   */
  async enter(kind: 'requests' | 'sockets'): Promise<(() => void) | undefined> {
    const using = this.#using;
    const isFull = using.requests + using.sockets + this.#waiting.length >= EXCHANGES_MAX;
    if (this.#isTooFast() || isFull || (kind === 'sockets' && using.sockets >= SOCKETS_AT_ONCE))
      return undefined;
    siteMetrics().previews.inc();
    // One that ends hands its turn over, so that none that comes later takes it.
    if (kind === 'requests' && using.requests >= REQUESTS_AT_ONCE)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else using[kind] += 1;
    return () => {
      siteMetrics().previews.dec();
      const next = kind === 'requests' ? this.#waiting.shift() : undefined;
      if (next) next();
      else using[kind] -= 1;
    };
  }

  #isTooFast(): boolean {
    const now = performance.now();
    if (now - this.#window.since > WINDOW_MS) this.#window = { since: now, requests: 0 };
    this.#window.requests += 1;
    return this.#window.requests > REQUESTS_PER_WINDOW;
  }
}

/** What the previews of a session use in this process, as long as it is connected. */
export function previewsOf(relay: SessionRelay): SessionPreviews {
  const existing = previews().get(relay);
  if (existing) return existing;
  const made = new SessionPreviews((port) => relay.openTunnel(port));
  previews().set(relay, made);
  return made;
}

const previews = () => perProcess('previews', () => new WeakMap<SessionRelay, SessionPreviews>());
