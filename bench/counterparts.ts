/**
 * `npm run counterparts -- <Dockerfile>…`: prints what other tools report about Dockerfiles, by tool. The
 * `.dockerignore` next to each is read too.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../launcher/stack.ts';
import type { Counterpart } from '../packages/grading/src/check/finding-case.ts';
import { installTools } from './counterparts/install.ts';
import { runTool } from './counterparts/run-tool.ts';

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('Give the path of at least one Dockerfile.');
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
    await Promise.all(all.map(async (tool) => [tool, await runTool(tool, tools, cases)] as const)),
  );
  for (const [index, name] of names.entries()) {
    console.log(files[index]);
    for (const [tool, answersOfTool] of answers)
      console.log(`  ${tool.padEnd(9)} ${answersOfTool.get(name)!.join(' ')}`);
  }
} finally {
  await rm(cases, { recursive: true, force: true });
}
