import protobuf from 'protobufjs';
import { z } from 'zod';

/**
 * The part of BuildKit's `StatusResponse` that a run reads (moby/buildkit,
 * api/services/control/control.proto; field numbers are the wire format and never change).
 */
const schema = `
syntax = "proto3";
message Timestamp { int64 seconds = 1; int32 nanos = 2; }
message Vertex {
  string digest = 1; string name = 3; bool cached = 4;
  Timestamp started = 5; Timestamp completed = 6; string error = 7;
}
message VertexLog { string vertex = 1; Timestamp timestamp = 2; int64 stream = 3; bytes msg = 4; }
message StatusResponse { repeated Vertex vertexes = 1; repeated VertexLog logs = 3; }
`;
/**
 * Steps and pieces of their output in one message. A Dockerfile of 64 KiB has about 10,000 steps. A small
 * message could contain millions, and decoding it would block everything else.
 */
const maxInMessage = 50_000;
const maxDigest = 200;
const statusResponse = protobuf.parse(schema, { keepCase: true }).root.lookupType('StatusResponse');

const timestampSchema = z
  .object({ seconds: z.number(), nanos: z.number() })
  .transform((t) => t.seconds * 1000 + t.nanos / 1e6);
const decodedSchema = z.object({
  vertexes: z.array(
    z.object({
      digest: z.string().max(maxDigest),
      name: z.string(),
      cached: z.boolean(),
      started: timestampSchema.nullable(),
      completed: timestampSchema.nullable(),
      error: z.string(),
    }),
  ),
  logs: z.array(
    z.object({ vertex: z.string().max(maxDigest), stream: z.number(), msg: z.instanceof(Uint8Array) }),
  ),
});

/** BuildKit's report on its vertices and their output since the previous message. Times are milliseconds since 1970. */
export type BuildStatus = z.infer<typeof decodedSchema>;
export type Vertex = BuildStatus['vertexes'][number];

/**
 * Decodes the `aux` of a `moby.buildkit.trace` message.
 *
 * @param aux base64 of a StatusResponse
 * @throws Error if the bytes are not such a message, or have more parts than any build needs
 */
export function decodeBuildStatus(aux: string): BuildStatus {
  const bytes = Buffer.from(aux, 'base64');
  const reader = protobuf.Reader.create(bytes);
  for (let count = 0; reader.pos < reader.len; count += 1) {
    if (count === maxInMessage) throw new Error(`a message with more than ${maxInMessage} parts`);
    reader.skipType(reader.uint32() & 7);
  }
  const message = statusResponse.decode(bytes);
  return decodedSchema.parse(
    statusResponse.toObject(message, { defaults: true, arrays: true, longs: Number }),
  );
}
