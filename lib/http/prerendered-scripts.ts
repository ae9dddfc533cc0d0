import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g;
// A prerendered page changes only with a new build, and then the process is restarted.
const cached = new Map<string, Promise<string[] | undefined>>();

/** Sources (`'sha256-…'`) of the inline scripts of an HTML document, each once. */
export function scriptSources(html: string): string[] {
  const hashes = [...html.matchAll(inlineScript)].map(([, script]) =>
    createHash('sha256')
      .update(script ?? '')
      .digest('base64'),
  );
  return [...new Set(hashes)].map((hash) => `'sha256-${hash}'`);
}

/**
 * Sources of the inline scripts of a page that was prerendered during the build.
 *
 * @param folder where the build stores prerendered pages
 * @param path of the request, such as `/lessons/how-the-cache-decides`
 * @returns undefined for a page that is rendered per request, and for an unknown path
 */
export async function prerenderedScripts(folder: string, path: string): Promise<string[] | undefined> {
  const name = path === '/' ? 'index' : path.replace(/^\/|\/$/g, '');
  // Only plain page paths are looked up, so that the cache has no more entries than there are pages.
  if (!/^_?[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(name)) return undefined;
  const file = join(folder, `${name}.html`);
  const existing = cached.get(file);
  if (existing !== undefined) return existing;
  const scripts = readFile(file, 'utf8').then(scriptSources, () => undefined);
  if ((await scripts) !== undefined) cached.set(file, scripts);
  return scripts;
}
