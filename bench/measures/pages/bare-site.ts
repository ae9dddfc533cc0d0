import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../../../launcher/child.ts';
import type { CleanUps } from '../../../launcher/clean-ups.ts';
import { root } from '../../../launcher/stack.ts';

const files = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.mjs': 'export default { turbopack: { root: import.meta.dirname } };',
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.jsx': 'export default function Page() { return <h1>A heading and nothing else</h1>; }',
  'app/long/page.jsx': `export default function Page() {
    return [...Array(500).keys()].map((n) => <p key={n}>A <em>sentence</em> of a <b>lesson</b>, the {n}th.</p>);
  }`,
};

/** The pages of the site. The long one has as many elements as a long lesson. */
export const barePages = [
  { kind: 'bare page, a heading', path: '/' },
  { kind: 'bare page, 1,500 elements', path: '/long' },
];

/**
 * Builds and serves a site of two pages in the Next.js of this project, without styles, and without scripts
 * but those of the framework. What Lighthouse takes off their scores is the framework's and the machine's
 * share, which no page can avoid.
 *
 * @returns its address
 */
export async function startBareSite(port: number, cleanUps: CleanUps): Promise<string> {
  // Turbopack follows no link to modules outside its root, and this project as its root would add our
  // instrumentation. So the modules are hard-linked, which needs the same file system.
  const parent = join(root, '.data');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'bench-bare-'));
  await cleanUps.add(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'app/long'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  const inFolder = { cwd: folder, env, onLine: () => undefined };
  await runChild('cp', ['-al', join(root, 'node_modules'), 'node_modules'], inFolder, cleanUps);
  const next = 'node_modules/next/dist/bin/next';
  await runChild(process.execPath, [next, 'build'], inFolder, cleanUps);
  const server = spawn(process.execPath, [next, 'start', '-p', String(port)], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  await cleanUps.add(async () => void server.kill());
  const url = `http://localhost:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the bare site does not answer');
}
