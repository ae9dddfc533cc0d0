import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { BackOff } from '../../host/back-off.ts';
import { Channel } from './channel.ts';
import { countPayload, encodeFrame, type Frame, FrameReader, frameKinds } from './frames.ts';

export interface LinkOptions {
  /** Connects to the agent. Called again whenever the connection was lost. */
  connect(signal: AbortSignal): Promise<Duplex>;
  /** Whether there is no pod to connect to any more. */
  isGone(): Promise<boolean>;
  /** Called with each connection to the shelf. */
  onShelf(channel: Duplex): void;
  /** What the agent has to report as its version. */
  version: string;
  /** How long a connection may be lost before the pod is given up. */
  patienceMs: number;
}

/** Opens streams into a pod. */
export type PodChannels = Pick<PodLink, 'channel'>;

/** If the agent does not acknowledge a frame within this time, the connection is made again. */
const maxSilenceMs = 40_000;
const checkMs = 1_000;

/**
 * All streams between the runner and the agent of one pod, over one connection that may be lost and made
 * again: frames are numbered, and each side keeps those that the other has not acknowledged. So a build
 * outlives a restart of the API server.
 */
export class PodLink {
  readonly #options: LinkOptions;
  readonly #closing = new AbortController();
  readonly #channels = new Map<number, Channel>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #ended: Promise<void>;
  #unacknowledged: Buffer[] = [];
  #sent = 0;
  #received = 0;
  #nextChannel = 2;
  #connection: Duplex | undefined;
  #isResumed = false;
  #lostAt = performance.now();
  readonly #onInterruption: ((ms: number) => void)[] = [];
  #connected = Promise.withResolvers<void>();
  /** When the agent was last heard from, or had nothing to acknowledge. */
  #heardAt = performance.now();

  private constructor(options: LinkOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  /**
   * Connects, and waits until the agent answers.
   *
   * @throws Error if the pod is gone, or its agent is of a different version
   */
  static async open(options: LinkOptions): Promise<PodLink> {
    const link = new PodLink(options);
    await link.#ready.promise;
    return link;
  }

  /** Resolves when the pod was given up or the link closed. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Resolves once there is a connection, or never will be one again. */
  async whenConnected(): Promise<void> {
    await Promise.race([this.#connected.promise, this.#ended]);
  }

  /** @param handler is called after each interruption of the connection with its duration */
  onInterruption(handler: (ms: number) => void): void {
    this.#onInterruption.push(handler);
  }

  /** Opens a stream to what the agent knows by these words. */
  channel(...kind: string[]): Channel {
    const id = this.#nextChannel;
    this.#nextChannel += 2;
    const channel = this.#addChannel(id);
    if (this.#closing.signal.aborted) channel.destroy(lost());
    else this.#send(frameKinds.open, id, kind.join('\0'));
    return channel;
  }

  close(): void {
    this.#closing.abort();
    this.#connection?.destroy();
  }

  async #run(): Promise<void> {
    const pauses = new BackOff(100, 2_000);
    const { signal } = this.#closing;
    const checks = setInterval(() => this.#check(), checkMs);
    checks.unref();
    try {
      while (!signal.aborted) {
        await this.#connectOnce(pauses).catch(() => undefined);
        if (signal.aborted || (await this.#isOver())) break;
        await delay(pauses.next(), undefined, { signal }).catch(() => undefined);
      }
    } finally {
      clearInterval(checks);
      this.#closing.abort();
      this.#ready.reject(lost());
      for (const channel of this.#channels.values()) channel.destroy(lost());
    }
  }

  async #isOver(): Promise<boolean> {
    if (performance.now() - this.#heardAt > this.#options.patienceMs) return true;
    return this.#options.isGone().catch(() => false);
  }

  /** Uses one connection until it ends. */
  async #connectOnce(pauses: BackOff): Promise<void> {
    const connection = await this.#options.connect(this.#closing.signal);
    this.#connection = connection;
    const reader = new FrameReader();
    try {
      connection.write(encodeFrame(frameKinds.resume, 0, countPayload(64, this.#received)));
      for await (const bytes of connection) {
        const before = this.#received;
        for (const frame of reader.add(bytes as Buffer)) this.#handle(frame, pauses);
        if (this.#received > before)
          connection.write(encodeFrame(frameKinds.ack, 0, countPayload(64, this.#received)));
      }
    } finally {
      this.#connection = undefined;
      connection.destroy();
      if (this.#isResumed) {
        this.#isResumed = false;
        this.#lostAt = performance.now();
        this.#connected = Promise.withResolvers();
      }
    }
  }

  #handle({ kind, channel, payload }: Frame, pauses: BackOff): void {
    this.#heardAt = performance.now();
    if (kind === frameKinds.ack || kind === frameKinds.resume) {
      this.#acknowledgeUpTo(Number(payload.readBigUInt64BE()));
      if (kind === frameKinds.resume) {
        pauses.reset();
        this.#resume(payload.toString('utf8', 8));
      }
      return;
    }
    this.#received += 1;
    if (kind === frameKinds.open) this.#options.onShelf(this.#addChannel(channel));
    else this.#channels.get(channel)?.receive(kind, payload);
  }

  #resume(version: string): void {
    if (version !== this.#options.version) {
      this.#ready.reject(
        new Error('the image of sandboxes was made by a different version of the runner than this one'),
      );
      return this.close();
    }
    for (const frame of this.#unacknowledged) this.#connection?.write(frame);
    this.#isResumed = true;
    this.#ready.resolve();
    this.#connected.resolve();
    for (const handler of this.#onInterruption) handler(performance.now() - this.#lostAt);
  }

  #acknowledgeUpTo(count: number): void {
    const oldest = this.#sent - this.#unacknowledged.length;
    // A different agent than before: what it was sent cannot be known.
    if (count < oldest || count > this.#sent) return this.close();
    this.#unacknowledged = this.#unacknowledged.slice(count - oldest);
  }

  #send(kind: Frame['kind'], channel: number, payload?: Uint8Array | string): void {
    if (this.#closing.signal.aborted) return;
    const frame = encodeFrame(kind, channel, payload);
    if (this.#unacknowledged.length === 0 && this.#isResumed) this.#heardAt = performance.now();
    this.#unacknowledged.push(frame);
    this.#sent += 1;
    if (this.#isResumed) this.#connection?.write(frame);
  }

  #addChannel(id: number): Channel {
    const channel = new Channel((kind, payload) => this.#send(kind, id, payload));
    this.#channels.set(id, channel);
    channel.once('close', () => this.#channels.delete(id));
    return channel;
  }

  /** A connection may be dead without an error. */
  #check(): void {
    if (!this.#isResumed) return;
    if (this.#unacknowledged.length === 0) this.#heardAt = performance.now();
    else if (performance.now() - this.#heardAt > maxSilenceMs) this.#connection?.destroy();
  }
}

function lost(): Error {
  return Object.assign(new Error('the connection with the pod is lost'), { code: 'ECONNRESET' });
}
