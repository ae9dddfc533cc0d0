import 'server-only';
import { createHmac } from 'node:crypto';
import { previewDomain } from '../http/preview-host.ts';
import { env } from '../platform/env.ts';
import { keyFor } from '../platform/sealed.ts';

/** Half as many bytes cannot be guessed. */
const LABEL_BYTES = 20;

/** A port of a terminal's sandbox, as a site of its own. */
export interface PreviewPort {
  sessionId: string;
  port: number;
}

/** Whether published ports can be opened in the browser. */
export const hasPreviews = () => previewDomain(env()) !== undefined;

/** The label of a preview's host: a secret that nobody finds by trying. */
export function labelOf({ sessionId, port }: PreviewPort): string {
  return createHmac('sha256', keyFor('host of a preview'))
    .update(`${sessionId} ${port}`)
    .digest('hex')
    .slice(0, 2 * LABEL_BYTES);
}

/** The origin of a preview, with the protocol and the port of the site. */
export function originOf(preview: PreviewPort): string {
  const { protocol, port } = new URL(env().SITE_URL);
  return `${protocol}//${labelOf(preview)}.${previewDomain(env())}${port === '' ? '' : `:${port}`}`;
}
