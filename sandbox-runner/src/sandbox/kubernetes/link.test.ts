import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { countPayload, encodeFrame, type Frame, FrameReader, frameKinds } from './frames.ts';
import { type LinkOptions, PodLink } from './link.ts';

/**
 * The other side of a link, which answers each channel with what it received, in lower case once it has
 * ended.
 */
class EchoAgent {
  received: Frame[] = [];
  connections = 0;
  /** Frames to the runner, all that were ever sent. */
  readonly #sent: Buffer[] = [];
  #connection: Duplex | undefined;
  /** Bytes of the next connection that arrive before it is lost. */
  loseAfter = Infinity;
  isAway = false;

  connect = async (): Promise<Duplex> => {
    if (this.isAway) throw new Error('away');
    this.connections += 1;
    const reader = new FrameReader();
    let left = this.loseAfter;
    this.loseAfter = Infinity;
    const connection: Duplex = new Duplex({
      read: () => undefined,
      write: (bytes: Buffer, _encoding, done) => {
        const arriving = bytes.subarray(0, left);
        left -= arriving.length;
        for (const frame of reader.add(arriving)) this.#handle(frame, connection);
        if (left === 0) connection.destroy();
        done();
      },
    });
    connection.on('error', () => undefined);
    this.#connection = connection;
    return connection;
  };

  lose(): void {
    this.#connection?.destroy();
  }

  send(kind: Frame['kind'], channel: number, payload: Uint8Array | string = ''): void {
    const frame = encodeFrame(kind, channel, payload);
    this.#sent.push(frame);
    if (this.#connection && !this.#connection.destroyed) this.#connection.push(frame);
  }

  #handle(frame: Frame, connection: Duplex): void {
    if (frame.kind === frameKinds.resume) {
      const seen = Number(frame.payload.readBigUInt64BE());
      const own = Buffer.concat([countPayload(64, this.received.length), Buffer.from('v1')]);
      connection.push(encodeFrame(frameKinds.resume, 0, own));
      for (const missed of this.#sent.slice(seen)) connection.push(missed);
      return;
    }
    if (frame.kind === frameKinds.ack) return;
    this.received.push(frame);
    connection.push(encodeFrame(frameKinds.ack, 0, countPayload(64, this.received.length)));
    if (frame.kind === frameKinds.data) {
      this.send(frameKinds.data, frame.channel, frame.payload);
      this.send(frameKinds.credit, frame.channel, countPayload(32, frame.payload.length));
    }
    if (frame.kind === frameKinds.end) this.send(frameKinds.end, frame.channel);
  }
}

let link: PodLink | undefined;
afterEach(() => link?.close());

async function open(agent: EchoAgent, options: Partial<LinkOptions> = {}): Promise<PodLink> {
  link = await PodLink.open({
    connect: agent.connect,
    isGone: async () => false,
    onShelf: () => undefined,
    version: 'v1',
    patienceMs: 5_000,
    ...options,
  });
  return link;
}

const long = 'abcdefgh'.repeat(400_000);

test('a channel brings bytes in both directions, more of them than its window', async () => {
  const opened = await open(new EchoAgent());
  const channel = opened.channel('socket', '/sock/docker.sock');
  channel.end(long);
  expect(await text(channel)).toBe(long);
});

test('no byte is lost or repeated when the connection is lost in the middle of a frame', async () => {
  const agent = new EchoAgent();
  const interruptions: number[] = [];
  const opened = await open(agent);
  opened.onInterruption((ms) => interruptions.push(ms));
  agent.loseAfter = 300_001;
  agent.lose();
  const channel = opened.channel('socket', 'x');
  channel.end(long);
  expect(await text(channel)).toBe(long);
  expect(agent.connections).toBe(3);
  expect(interruptions).toHaveLength(2);
});

test('what is started while the agent is away happens when it is back', async () => {
  const agent = new EchoAgent();
  const opened = await open(agent);
  agent.isAway = true;
  agent.lose();
  const channel = opened.channel('socket', 'x');
  channel.end('later');
  setTimeout(() => (agent.isAway = false), 300);
  expect(await text(channel)).toBe('later');
});

test('a pod that is gone ends its channels', async () => {
  const agent = new EchoAgent();
  const opened = await open(agent, { isGone: async () => agent.isAway });
  const channel = opened.channel('socket', 'x');
  const ended = text(channel);
  agent.isAway = true;
  agent.lose();
  await expect(ended).rejects.toThrow('the connection with the pod is lost');
  await opened.ended;
  await expect(text(opened.channel('socket', 'x'))).rejects.toThrow('lost');
});

test('a pod that cannot be reached for too long is given up', async () => {
  const agent = new EchoAgent();
  const opened = await open(agent, { patienceMs: 200 });
  agent.isAway = true;
  agent.lose();
  expect(await opened.ended).toBeUndefined();
});

test('an agent of a different version is refused', async () => {
  await expect(open(new EchoAgent(), { version: 'v2' })).rejects.toThrow('a different version of the runner');
});

test('the agent opens channels to the shelf', async () => {
  const agent = new EchoAgent();
  const shelf = Promise.withResolvers<Duplex>();
  await open(agent, { onShelf: shelf.resolve });
  agent.send(frameKinds.open, 1, 'shelf');
  agent.send(frameKinds.data, 1, 'GET /');
  agent.send(frameKinds.end, 1);
  expect(await text(await shelf.promise)).toBe('GET /');
});

test('an agent that counts different frames is given up', async () => {
  const agent = new EchoAgent();
  const opened = await open(agent);
  agent.received = [...agent.received, ...Array<Frame>(5)];
  agent.lose();
  expect(await opened.ended).toBeUndefined();
});
