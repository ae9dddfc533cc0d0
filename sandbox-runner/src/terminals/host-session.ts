import { setTimeout as delay } from 'node:timers/promises';
import type { TerminalClaim } from '@dfm/contracts';
import type { EngineState } from '@dfm/contracts/engine-state';
import type { Logger } from 'pino';
import { watchEngine } from '../engine/engine-state.ts';
import { LabSession, type LabMessage } from '../labs/lab-session.ts';
import { beatUntil } from '../queue/heartbeats.ts';
import type { SiteClient } from '../queue/site-client.ts';
import { untilReached } from '../queue/until-reached.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { SessionMeter } from '../telemetry/runner-metrics.ts';
import { SessionShells } from './session-shells.ts';
import { SiteLink } from './site-link.ts';

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

/** How long the engine of a sandbox may take to answer before it counts as lost. */
const answerMs = 10_000;

/** The site does not have the session any more, or not with this runner. */
class SessionOver extends Error {
  constructor(cause?: unknown) {
    super('the session is over', { cause });
  }
}

/**
 * Hosts a claimed session: shells in an unused sandbox, which pages reach through the site. Ends when the
 * site says so, when the sandbox is lost, which is reported to the site, or when the runner stops. Never
 * throws.
 */
export async function hostSession(claim: TerminalClaim, setting: HostSessionSetting): Promise<void> {
  const { sessionId, fence } = claim;
  const log = setting.log.child({ sessionId, fence });
  const session = new HostedSession(claim, setting);
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
  meter.ended(isStopped ? 'stopped' : 'fault');
  if (!isStopped) setting.onFault(reason);
  log.error({ err: reason }, 'terminal lost');
  const report = () =>
    setting.client.endTerminal(sessionId, { fence, fault: String(reason).slice(0, 1_000) });
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
  #isInUse = false;

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
      try {
        const watching = beatUntil(
          this.signal,
          heartbeatMs,
          () => this.#watch(sandbox),
          () => undefined,
        );
        await this.#connect(sandbox, meter);
        await watching;
      } finally {
        await pool.release(sandbox, 'discard');
      }
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

  /** Ends the session if its sandbox is lost. A limit that a program has reached ends only that program. */
  async #watch(sandbox: Sandbox): Promise<void> {
    const fault = await sandbox.fault();
    if (fault === undefined) return;
    if (fault.kind === 'host-full' || !(await sandbox.engineAnswers(answerMs)))
      this.#ending.abort(new Error(`${fault.kind}: ${fault.message}`));
  }

  /** Follows what the engine has. Without it, the shells still work, so it is tried again after a pause. */
  async #watchEngine(sandbox: Sandbox, onState: (state: EngineState) => void): Promise<void> {
    while (!this.signal.aborted) {
      await watchEngine(sandbox.engine, onState, this.signal).catch((error: unknown) =>
        this.#setting.log.warn({ err: error }, 'cannot follow the engine of a terminal'),
      );
      await delay(this.#setting.heartbeatMs, undefined, { signal: this.signal }).catch(() => undefined);
    }
  }

  /** Connects the site with shells in the sandbox until the session ends. */
  async #connect(sandbox: Sandbox, meter: SessionMeter): Promise<void> {
    const { sessionId, fence } = this.#claim;
    const lab = this.#openLab(sandbox, (message) => shells.show(message));
    const shells = new SessionShells({
      start: async (size) => {
        await lab?.prepared;
        return sandbox.openShell(size);
      },
      send: (envelope) => link.send(envelope),
      onUse: () => (this.#isInUse = true),
      onCount: meter.shells,
    });
    if (lab !== undefined) shells.show(lab.message);
    const link = new SiteLink({
      connect: () => this.#setting.client.terminalSocket(sessionId, fence),
      onMessage: (envelope) => shells.receive(envelope),
      onNewConnection: () => shells.forgetPages(),
    });
    const watching = this.#watchEngine(sandbox, (state) => shells.show({ type: 'engine', state }));
    const following = lab?.follow().catch((error: unknown) => this.#ending.abort(error));
    try {
      await link.keepOpen(this.signal);
      this.#ending.abort(new SessionOver());
    } finally {
      await Promise.all([shells.close(), watching, following]);
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
