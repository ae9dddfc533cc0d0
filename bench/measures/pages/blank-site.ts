import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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
};

/**
 * Builds and serves a site of one page with a heading, in the Next.js of this project. What Lighthouse takes
 * off its score is the framework's share, which no page can avoid.
 *
 * @returns its address
 */
export async function startBlankSite(dataDir: string, port: number, cleanUps: CleanUps): Promise<string> {
  const folder = await mkdtemp(join(dataDir, 'bench-blank-'));
  await cleanUps.add(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'app'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const next = join(root, 'node_modules/next/dist/bin/next');
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  await runChild(process.execPath, [next, 'build'], { cwd: folder, env, onLine: () => undefined }, cleanUps);
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
  throw new Error('the blank site does not answer');
}
