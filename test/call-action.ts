import { readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { postBytes } from '../lib/http/post-bytes.ts';

const root = join(import.meta.dirname, '..');

interface Sent {
  args?: unknown[];
  /** The fields of a form, which is the last argument. */
  form?: Record<string, string>;
  headers?: OutgoingHttpHeaders;
}

/**
 * Calls a server action of the built site as a page does.
 *
 * @param origin of the site. The headers can name a different one
 * @param page path of a page that has the action
 * @param name under which the action is exported
 */
export async function callAction(
  origin: string,
  page: string,
  name: string,
  { args = [], form, headers = {} }: Sent,
): ReturnType<typeof postBytes> {
  const manifest = JSON.parse(
    await readFile(join(root, '.next/server/server-reference-manifest.json'), 'utf8'),
  ) as {
    node: Record<string, { exportedName: string }>;
  };
  const [action] = Object.entries(manifest.node).find(([, { exportedName }]) => exportedName === name)!;
  const send = (content: string, type: string) =>
    postBytes(origin + page, Buffer.from(content), {
      origin,
      'next-action': action,
      accept: 'text/x-component',
      'content-type': type,
      ...headers,
    });
  if (form === undefined) return send(JSON.stringify(args), 'text/plain;charset=UTF-8');
  // React's encoding of arguments of which the last is a form: its fields, and a reference to them.
  const fields = [
    ...Object.entries(form).map(([key, value]) => [`_1_${key}`, value]),
    ['0', JSON.stringify([...args, '$K1'])],
  ];
  const parts = fields.map(
    ([key, value]) => `--x\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  return send(`${parts.join('')}--x--\r\n`, 'multipart/form-data; boundary=x');
}
