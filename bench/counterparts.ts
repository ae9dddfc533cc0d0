/**
 * `npm run counterparts -- <Dockerfile>…`: what other tools say of Dockerfiles, by tool. The `.dockerignore`
 * beside each is read too.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../launcher/stack.ts';
import type { Counterpart } from '../packages/grading/src/check/finding-case.ts';
import { ask } from './counterparts/ask.ts';
import { installTools } from './counterparts/install.ts';

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('Name the Dockerfiles to ask about.');
const tools = await installTools(join(process.env.DATA_DIR ?? join(root, '.data'), 'counterparts'), (text) =>
  console.error(`Installing ${text}`),
);
const cases = await mkdtemp(join(tmpdir(), 'counterparts-'));
try {
  const width = String(files.length).length;
  const names = files.map((_, index) => String(index).padStart(width, '0'));
  for (const [index, name] of names.entries()) {
    const file = files[index]!;
    await mkdir(join(cases, name));
    await copyFile(file, join(cases, name, 'Dockerfile'));
    await copyFile(join(dirname(file), '.dockerignore'), join(cases, name, '.dockerignore')).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
  const all = Object.keys(tools.versions) as Counterpart[];
  const answers = new Map(
    await Promise.all(all.map(async (tool) => [tool, await ask(tool, tools, cases)] as const)),
  );
  for (const [index, name] of names.entries()) {
    console.log(files[index]);
    for (const [tool, said] of answers) console.log(`  ${tool.padEnd(9)} ${said.get(name)!.join(' ')}`);
  }
} finally {
  await rm(cases, { recursive: true, force: true });
}
