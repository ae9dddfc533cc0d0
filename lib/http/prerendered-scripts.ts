import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g;
// A prerendered page is a file of the build: it changes only with it, and then the process starts anew.
const known = new Map<string, Promise<string[] | undefined>>();

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
 * Sources of the inline scripts of a page that was rendered when the site was built.
 *
 * @param folder where the build keeps such pages
 * @param path of the request, such as `/lessons/how-the-cache-decides`
 * @returns undefined for a page that is rendered when it is asked for, and for no page at all
 */
export async function prerenderedScripts(folder: string, path: string): Promise<string[] | undefined> {
  const name = path === '/' ? 'index' : path.replace(/^\/|\/$/g, '');
  // As many entries as there are pages: what is no plain path of one is not looked up.
  if (!/^_?[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(name)) return undefined;
  const file = join(folder, `${name}.html`);
  const before = known.get(file);
  if (before !== undefined) return before;
  const scripts = readFile(file, 'utf8').then(scriptSources, () => undefined);
  if ((await scripts) !== undefined) known.set(file, scripts);
  return scripts;
}
