import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { perProcess } from '../platform/per-process.ts';

interface PreviewRequests {
  /** Answers a request to a preview. @param label of its host */
  answer(label: string, request: IncomingMessage, response: ServerResponse): void;
  /** Takes over a connection to a preview that asks for a different protocol. */
  upgrade(label: string, request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Set by instrumentation.ts, because the server in front of Next cannot import what is in Next's bundles. */
export const previewRequests = () => perProcess<{ take?: PreviewRequests }>('preview requests', () => ({}));
