import { type FileRequest, fileLimits } from '@dfm/contracts/terminal-files';
import type { FileOutcome, FileProblem, FileRequests } from '../connection/file-requests.ts';
import { fromBase64, toBase64 } from './base64.ts';

export type Asking = Pick<FileRequests, 'ask'>;
type Failed = { kind: 'failed'; reason: FileProblem };

/** Parts that are on their way at the same time. */
const PARTS_AT_ONCE = 4;

/** Reads a whole file. @param maxBytes a larger one fails as `tooLarge` */
export async function readFile(
  files: Asking,
  path: string,
  maxBytes: number,
): Promise<{ kind: 'file'; bytes: Uint8Array<ArrayBuffer>; version: string } | Failed> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  let version: string | null = null;
  for (;;) {
    const answer: FileOutcome = await files.ask({ kind: 'read', path, offset, version });
    if (answer.kind !== 'bytes') return failureOf(answer);
    const part = fromBase64(answer.data);
    parts.push(part);
    offset += part.length;
    ({ version } = answer);
    if (Math.max(offset, answer.size) > maxBytes) return { kind: 'failed', reason: 'tooLarge' };
    if (part.length < fileLimits.readBytes) return { kind: 'file', bytes: joined(parts, offset), version };
  }
}

let uploads = 0;

/** Writes a whole file, in parts. @param expected as in a `save` request */
export async function writeFile(
  files: Asking,
  path: string,
  bytes: Uint8Array,
  expected: Extract<FileRequest, { kind: 'save' }>['expected'],
): Promise<{ kind: 'saved'; version: string } | Failed> {
  if (bytes.length > fileLimits.movedBytes) return { kind: 'failed', reason: 'tooLarge' };
  const upload = (uploads += 1);
  const sent: Promise<FileOutcome>[] = [];
  for (let offset = 0; offset < bytes.length; offset += fileLimits.partBytes) {
    const data = toBase64(bytes.subarray(offset, offset + fileLimits.partBytes));
    sent.push(files.ask({ kind: 'part', upload, offset, data }));
    if (sent.length < PARTS_AT_ONCE) continue;
    const answer = await sent.shift()!;
    if (answer.kind !== 'done') return failureOf(answer);
  }
  for (const answer of await Promise.all(sent)) if (answer.kind !== 'done') return failureOf(answer);
  const answer = await files.ask({ kind: 'save', path, expected, upload, size: bytes.length });
  return answer.kind === 'saved' ? answer : failureOf(answer);
}

/** An answer that does not belong to the request is a failure too. */
export function failureOf(answer: FileOutcome): Failed {
  return answer.kind === 'failed' ? answer : { kind: 'failed', reason: 'failed' };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
