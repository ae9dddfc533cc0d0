/**
 * Kinds of frames between the runner and the agent in a pod (images/pod/agent has the same numbers). `ack`
 * and `resume` belong to the connection and are not counted; all others belong to a channel.
 */
export const frameKinds = {
  /** How many frames were received since the pod started: 64 bits. */
  ack: 0,
  /** The same, first on each connection. From the agent, its version follows. */
  resume: 1,
  /** What the channel is connected to: texts, separated by zero bytes. */
  open: 2,
  data: 3,
  /** No more data in this direction. */
  end: 4,
  /** The end of both directions. */
  close: 5,
  /** How many more bytes may be sent: 32 bits. */
  credit: 6,
  /** The exit code of the channel's program: 32 bits. */
  exited: 7,
  /** Rows and columns of its terminal: 16 bits each. */
  resized: 8,
  /** Name of a signal for it. */
  signalled: 9,
} as const;

export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export interface Frame {
  kind: FrameKind;
  /** Even if the runner opened it, odd if the agent did; 0 for the connection. */
  channel: number;
  payload: Buffer;
}

const headerBytes = 9;
/** The agent sends parts of 64 KiB. */
const maxPayloadBytes = 1024 * 1024;

/** Encodes a frame: length of the payload, kind, channel, payload. */
export function encodeFrame(kind: FrameKind, channel: number, payload: Uint8Array | string = ''): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const header = Buffer.allocUnsafe(headerBytes);
  header.writeUInt32BE(body.length, 0);
  header.writeUInt8(kind, 4);
  header.writeUInt32BE(channel, 5);
  return Buffer.concat([header, body]);
}

/** A payload of 32 or 64 bits. */
export function countPayload(bits: 32 | 64, count: number): Buffer {
  const payload = Buffer.allocUnsafe(bits / 8);
  if (bits === 32) payload.writeUInt32BE(count);
  else payload.writeBigUInt64BE(BigInt(count));
  return payload;
}

/** Collects the bytes of a connection and returns the complete frames among them. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws Error if the bytes are not frames */
  add(bytes: Buffer): Frame[] {
    let left = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frames: Frame[] = [];
    while (left.length >= headerBytes) {
      const length = left.readUInt32BE(0);
      if (length > maxPayloadBytes) throw new Error(`a frame of ${length} bytes`);
      if (left.length < headerBytes + length) break;
      frames.push({
        kind: left.readUInt8(4) as FrameKind,
        channel: left.readUInt32BE(5),
        payload: left.subarray(headerBytes, headerBytes + length),
      });
      left = left.subarray(headerBytes + length);
    }
    this.#rest = left;
    return frames;
  }
}
