/** A frame with fields: a length (32 bits, big-endian), then each field with its own. */
export function encodeFields(fields: readonly (string | Uint8Array)[]): Buffer {
  return withLength(Buffer.concat(fields.map((field) => withLength(Buffer.from(field as string)))));
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The fields of each frame. Ends at the first that has more than `maxBytes`, or is not one. */
export async function* framesOfFields(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Buffer[]> {
  let chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  let wantedBytes = 4;
  for await (const chunk of source) {
    chunks.push(chunk);
    receivedBytes += chunk.length;
    while (receivedBytes >= wantedBytes) {
      const bytes = Buffer.concat(chunks);
      const end = 4 + bytes.readUInt32BE(0);
      if (end > maxBytes) return;
      wantedBytes = end;
      chunks = [bytes];
      if (receivedBytes < end) continue;
      const fields = fieldsIn(bytes.subarray(4, end));
      if (fields === undefined) return;
      yield fields;
      chunks = [bytes.subarray(end)];
      receivedBytes -= end;
      wantedBytes = 4;
    }
  }
}

function fieldsIn(bytes: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
