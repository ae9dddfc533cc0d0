/**
 * `node scripts/copy-modules.ts <folder> <program>…`: copies what programs of this repository load from
 * node_modules, and what the built site loads if there is one, into a folder. The images contain nothing else
 * of it, so that they have no build tools and no packages that only browsers use.
 */
import { cp, glob, lstat, readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path';
import { z } from 'zod';

/** Part of Next, which finds the files of the site with it (https://github.com/vercel/nft). */
interface Tracer {
  nodeFileTrace(
    files: string[],
    options: { base: string; ignore: string[]; readFile(path: string): Promise<string | null> },
  ): Promise<{ fileList: Set<string> }>;
}
const { nodeFileTrace } = createRequire(import.meta.url)('next/dist/compiled/@vercel/nft') as Tracer;

const root = join(import.meta.dirname, '..');
/** What Next loads only to build or to develop, and what resizes pictures, which no page requests. */
const ignore = [
  'node_modules/@next/swc-*/**',
  'node_modules/next/dist/compiled/{babel,babel-packages}/**',
  'node_modules/next/dist/compiled/next-server/*.dev.js',
  'node_modules/next/dist/build/{babel,swc,turbopack-build,webpack,webpack-build}/**',
  'node_modules/{sharp,@img}/**',
];

/** What programs load by a name that they compute. Next looks for its webpack even when it only serves pages. */
const loadedByName = [
  'node_modules/@prisma/schema-engine-wasm/*.wasm',
  'node_modules/next/dist/compiled/webpack/*',
  'node_modules/next/dist/compiled/@babel/runtime/package.json',
];

/** Text of a file for the tracer, which reads JavaScript only. */
async function javaScript(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text !== null && path.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
}

/** Paths of what programs load, relative to the repository. */
async function loadedByPrograms(programs: readonly string[]): Promise<string[]> {
  const files = programs.map((program) => join(root, program));
  return [...(await nodeFileTrace(files, { base: root, ignore, readFile: javaScript })).fileList];
}

const traceSchema = z.object({ files: z.array(z.string()) });

/** Paths of what the pages and routes of the built site load, according to its build. */
async function loadedBySite(): Promise<string[]> {
  const paths: string[] = [];
  for await (const trace of glob('.next/**/*.nft.json', { cwd: root })) {
    const { files } = traceSchema.parse(JSON.parse(await readFile(join(root, trace), 'utf8')));
    paths.push(...files.map((file) => relative(root, resolve(root, dirname(trace), file))));
  }
  return paths;
}

const [folder, ...programs] = process.argv.slice(2);
if (folder === undefined || programs.length === 0) {
  console.error('Usage: node scripts/copy-modules.ts <folder> <program>…');
  process.exit(2);
}
const loaded = new Set([
  ...(await loadedByPrograms(programs)),
  ...(await loadedBySite()),
  ...(await Array.fromAsync(glob(loadedByName, { cwd: root }))),
]);
const modules = [...loaded].filter(
  (path) => path.startsWith('node_modules/') && !ignore.some((pattern) => matchesGlob(path, pattern)),
);
let bytes = 0;
for (const path of modules) {
  bytes += (await lstat(join(root, path))).size;
  await cp(join(root, path), join(folder, path), { verbatimSymlinks: true });
}
console.log(`${modules.length} files of node_modules, ${Math.round(bytes / 1e6)} MB`);
