import { setTimeout as delay } from 'node:timers/promises';
import type { TerminalClaim } from '@dfm/contracts';
import type { EngineState } from '@dfm/contracts/engine-state';
import type { Logger } from 'pino';
import { TokenBucket } from '../clock/token-bucket.ts';
import { watchEngine } from '../engine/engine-state.ts';
import { LabSession, type LabMessage } from '../labs/lab-session.ts';
import { beatUntil } from '../queue/heartbeats.ts';
import type { SiteClient } from '../queue/site-client.ts';
import { untilReached } from '../queue/until-reached.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { SessionMeter } from '../telemetry/runner-metrics.ts';
import { SessionFiles } from './session-files.ts';
import { SessionShells } from './session-shells.ts';
import { SiteLink } from './site-link.ts';
import { Tunnels } from './tunnels.ts';

/** What all sessions of a runner share. */
export interface HostSessionSetting {
  client: SiteClient;
  log: Logger;
  heartbeatMs: number;
  /** Sandboxes for terminals; opened when the first one is needed. */
  sandboxes: () => Promise<SandboxPool>;
  meter: { session(): SessionMeter };
  /** Called for every platform fault. */
  onFault: (error: unknown) => void;
  /** Aborts when the runner abandons its sessions. */
  signal: AbortSignal;
}

/**
 * Listing its images takes an engine 50 ms of processor time. If fifty engines did it every second while
 * their learners type, this would take half of two processors.
 */
const imageListings = new TokenBucket(2, 4);

/** The site does not have the session any more, or not with this runner. */
class SessionOver extends Error {
  constructor(cause?: unknown) {
    super('the session is over', { cause });
  }
}

/** What ran in the sandbox has ended it. The platform did not fail. */
class EngineEnded extends Error {
  constructor() {
    super('the sandbox was ended by what ran in it');
  }
}

/**
 * Hosts a claimed session: shells in an unused sandbox, which pages reach through the site. Ends when the
 * site says so, when the sandbox has ended, which is reported to the site, or when the runner stops. An
 * engine that does not answer ends nothing: its shells still work, and a learner who has stopped it can
 * continue it. Never throws.
 */
export async function hostSession(claim: TerminalClaim, setting: HostSessionSetting): Promise<void> {
  const { sessionId, fence } = claim;
  const log = setting.log.child({ sessionId, fence });
  const session = new HostedSession(claim, { ...setting, log });
  const meter = setting.meter.session();
  log.info('terminal claimed');
  const reason = await session.host(meter).then(
    () => session.signal.reason as unknown,
    (error: unknown) => (session.signal.aborted ? session.signal.reason : error),
  );
  if (reason instanceof SessionOver) {
    meter.ended('over');
    log.info({ err: reason.cause }, 'terminal ended');
    return;
  }
  const isStopped = setting.signal.aborted;
  const because = reason instanceof EngineEnded ? 'engine' : 'fault';
  meter.ended(isStopped ? 'stopped' : because);
  if (because === 'engine') log.info('terminal ended by what ran in its sandbox');
  else log.error({ err: reason }, 'terminal lost');
  if (because === 'fault' && !isStopped) setting.onFault(reason);
  const detail = String(reason).slice(0, 1_000);
  const report = () => setting.client.endTerminal(sessionId, { fence, because, detail });
  // A runner that stops tries once, so that its learners do not wait until its heartbeats are missed.
  await (isStopped ? report() : untilReached(report, setting.signal)).catch((error: unknown) =>
    log.warn({ err: error }, 'cannot report that a terminal was lost'),
  );
}

class HostedSession {
  /** Aborts when the session ends, with the reason. */
  readonly signal: AbortSignal;
  readonly #claim: TerminalClaim;
  readonly #setting: HostSessionSetting;
  readonly #ending = new AbortController();
  /** Whether something was typed or printed since the last heartbeat, and since the images were listed. */
  #isInUse = false;
  #wasUsed = false;

  constructor(claim: TerminalClaim, setting: HostSessionSetting) {
    this.#claim = claim;
    this.#setting = setting;
    this.signal = AbortSignal.any([setting.signal, this.#ending.signal]);
  }

  /** Returns, or throws, when the session has ended and its sandbox was destroyed. */
  async host(meter: SessionMeter): Promise<void> {
    const { heartbeatMs, sandboxes } = this.#setting;
    const isOver = (reason: unknown) => this.#ending.abort(new SessionOver(reason));
    const beating = beatUntil(this.signal, heartbeatMs, () => this.#beat(), isOver);
    try {
      const pool = await sandboxes();
      await pool.renew();
      const sandbox = await pool.acquire(this.#claim.learnerKey, this.signal);
      await this.#serve(sandbox, meter, () => pool.release(sandbox, 'discard'));
    } catch (error) {
      this.#ending.abort(error);
      throw error;
    } finally {
      await beating;
    }
  }

  async #beat(): Promise<void> {
    const { sessionId, fence } = this.#claim;
    const isInUse = this.#isInUse;
    this.#isInUse = false;
    try {
      const { isOver } = await this.#setting.client.terminalHeartbeat(sessionId, { fence, isInUse });
      if (isOver) this.#ending.abort(new SessionOver());
    } catch (error) {
      this.#isInUse ||= isInUse;
      throw error;
    }
  }

  /** Ends the session when its sandbox has ended. */
  async #watchEnd(sandbox: Sandbox): Promise<void> {
    const by = await sandbox.ended(this.signal).catch(() => undefined);
    if (by !== undefined)
      this.#ending.abort(by === 'inside' ? new EngineEnded() : new Error('the host has ended the sandbox'));
  }

  /** Ends the session if the host cannot keep what is written. A limit ends only the program that reached it. */
  #watchHost(sandbox: Sandbox): Promise<void> {
    const end = (reason: unknown) => this.#ending.abort(reason);
    const check = async () => {
      const fault = await sandbox.fault();
      if (fault?.kind === 'host-full') end(new Error(fault.message));
    };
    return beatUntil(this.signal, this.#setting.heartbeatMs, () => check().catch(end), end);
  }

  /** Follows what the engine has. Without it, the shells still work, so it is tried again after a pause. */
  async #watchEngine(sandbox: Sandbox, onState: (state: EngineState) => void): Promise<void> {
    const wasUsed = () => {
      const was = this.#wasUsed;
      this.#wasUsed = false;
      return was;
    };
    while (!this.signal.aborted) {
      // Not an error of the platform, and a learner could repeat it at will.
      await watchEngine(sandbox.engine, {
        onState,
        wasUsed,
        listings: imageListings,
        signal: this.signal,
      }).catch((error: unknown) =>
        this.#setting.log.debug({ err: error }, 'cannot follow the engine of a terminal'),
      );
      await delay(this.#setting.heartbeatMs, undefined, { signal: this.signal }).catch(() => undefined);
    }
  }

  /** Connects the site with shells in the sandbox until the session ends, and destroys the sandbox. */
  async #serve(sandbox: Sandbox, meter: SessionMeter, destroy: () => Promise<void>): Promise<void> {
    const { sessionId, fence } = this.#claim;
    const onUse = () => (this.#isInUse = this.#wasUsed = true);
    const files = new SessionFiles({
      start: () => sandbox.openFiles(),
      tell: (connection, message) => link.send({ connection, message }),
      onUse,
    });
    const lab = this.#openLab(sandbox, (message) => shells.show(message));
    const shells = new SessionShells({
      start: async (size) => {
        await lab?.prepared;
        return sandbox.openShell(size);
      },
      send: (envelope) => link.send(envelope),
      onUse,
      onFile: (connection, message) => files.handle(connection, message),
      onCount: meter.shells,
    });
    if (lab !== undefined) shells.show(lab.message);
    const link = new SiteLink({
      connect: () => this.#setting.client.terminalSocket(sessionId, fence),
      onMessage: (message) => ('tunnel' in message ? tunnels.open(message) : shells.receive(message)),
      onNewConnection: () => shells.forgetPages(),
      onRefused: (status) => {
        const refusal = new Error(`the site refused the connection of a terminal with status ${status}`);
        this.#setting.log.error({ err: refusal }, 'cannot connect a terminal; retrying');
        this.#setting.onFault(refusal);
      },
    });
    const tunnels = new Tunnels({
      dial: (port) => sandbox.dial('127.0.0.1', port),
      connect: (tunnel) => this.#setting.client.tunnelSocket(sessionId, fence, tunnel),
      send: (refusal) => link.send(refusal),
      onUse,
    });
    const watching = Promise.all([
      this.#watchEnd(sandbox),
      this.#watchHost(sandbox),
      this.#watchEngine(sandbox, (state) => {
        shells.show({ type: 'engine', state });
        tunnels.showEngine(state);
      }),
      lab?.follow().catch((error: unknown) => this.#ending.abort(error)),
    ]);
    await link.keepOpen(this.signal).then(
      () => this.#ending.abort(new SessionOver()),
      (error: unknown) => this.#ending.abort(error),
    );
    try {
      // First, because this ends every process, whatever they have done to the sandbox. To end a shell takes a
      // process in the sandbox, for which there may be no room.
      await destroy();
    } finally {
      tunnels.close();
      await Promise.all([shells.close(), files.close(), watching]);
    }
  }

  #openLab(sandbox: Sandbox, show: (message: LabMessage) => void): LabSession | undefined {
    const { sessionId, fence, lab } = this.#claim;
    const { client, log } = this.#setting;
    if (lab === undefined) return undefined;
    return new LabSession({
      lab,
      sandbox,
      show,
      report: (done) => client.labProgress(sessionId, { fence, done }),
      onProblem: (error) => log.warn({ err: error, sessionId }, 'cannot follow a lab'),
      signal: this.signal,
    });
  }
}
