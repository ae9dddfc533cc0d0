import 'server-only';
import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { terminalLimits } from '@dfm/contracts/terminal';
import { perProcess } from '../platform/per-process.ts';
import { TunnelRefused } from '../sockets/awaited-tunnels.ts';
import { relayIfAny } from '../sockets/session-relay.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { TunnelAgent } from './tunnel-agent.ts';

/** Requests and WebSockets, including those that wait for their turn. */
const EXCHANGES_MAX = 64;
const REQUESTS_AT_ONCE = 12;
/** Each keeps a tunnel for itself. */
const SOCKETS_AT_ONCE = 8;
/** Fewer than the runner opens, which learns later that one was closed. */
const TUNNELS_MAX = terminalLimits.tunnels - 4;
/** A notebook starts with 150 requests. */
const REQUESTS_PER_WINDOW = 600;
const WINDOW_MS = 10_000;

/** What the previews of one session use. */
class SessionPreviews {
  readonly #sessionId: string;
  readonly #onUnused: () => void;
  readonly #agents = new Map<number, TunnelAgent>();
  /** Requests that wait until another one has ended. */
  readonly #waiting: (() => void)[] = [];
  readonly #using = { exchanges: 0, requests: 0, sockets: 0, tunnels: 0 };
  #window = { since: -Infinity, requests: 0 };

  /** @param onUnused called when nothing is in use any more */
  constructor(sessionId: string, onUnused: () => void) {
    this.#sessionId = sessionId;
    this.#onUnused = onUnused;
  }

  /**
   * Waits until a request or a WebSocket may go on.
   *
   * @returns a function to call at its end; undefined if there are too many
   */
  async enter(kind: 'requests' | 'sockets'): Promise<(() => void) | undefined> {
    const using = this.#using;
    const isFull =
      using.exchanges >= EXCHANGES_MAX || (kind === 'sockets' && using.sockets >= SOCKETS_AT_ONCE);
    if (this.#isTooFast() || isFull) return undefined;
    using.exchanges += 1;
    siteMetrics().previews.inc();
    // One that ends hands its place over, so that none that comes later takes it.
    if (kind === 'requests' && using.requests >= REQUESTS_AT_ONCE)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else using[kind] += 1;
    return () => {
      const next = kind === 'requests' ? this.#waiting.shift() : undefined;
      if (next) next();
      else using[kind] -= 1;
      siteMetrics().previews.dec();
      this.#left('exchanges');
    };
  }

  agentFor(port: number): Agent {
    const agent = this.#agents.get(port) ?? new TunnelAgent(() => this.#open(port));
    this.#agents.set(port, agent);
    return agent;
  }

  async #open(port: number): Promise<Duplex> {
    const using = this.#using;
    using.tunnels += 1;
    try {
      if (using.tunnels > TUNNELS_MAX && !(await this.#closeIdle())) throw new TunnelRefused('too-many');
      const relay = relayIfAny(this.#sessionId);
      if (relay === undefined) throw new TunnelRefused('no-runner');
      const tunnel = await relay.openTunnel(port);
      // Without a listener, an error of an idle tunnel would end the process.
      tunnel.on('error', () => undefined);
      tunnel.once('close', () => this.#left('tunnels'));
      return tunnel;
    } catch (error) {
      this.#left('tunnels');
      throw error;
    }
  }

  async #closeIdle(): Promise<boolean> {
    for (const agent of this.#agents.values()) if (await agent.closeIdle()) return true;
    return false;
  }

  #left(what: 'exchanges' | 'tunnels'): void {
    this.#using[what] -= 1;
    if (this.#using.exchanges === 0 && this.#using.tunnels === 0) this.#onUnused();
  }

  #isTooFast(): boolean {
    const now = performance.now();
    if (now - this.#window.since > WINDOW_MS) this.#window = { since: now, requests: 0 };
    this.#window.requests += 1;
    return this.#window.requests > REQUESTS_PER_WINDOW;
  }
}

/** What the previews of a session use in this process. */
export function previewsOf(sessionId: string): SessionPreviews {
  const existing = sessions().get(sessionId);
  if (existing) return existing;
  const made = new SessionPreviews(sessionId, () => sessions().delete(sessionId));
  sessions().set(sessionId, made);
  return made;
}

const sessions = () => perProcess('previews of sessions', () => new Map<string, SessionPreviews>());
