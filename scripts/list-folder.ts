import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { projectFolderSchema } from '@dfm/course/lessons/project-folder';

/**
 * Lists a project's folder as on a developer's disk: the project's files, one of its Dockerfiles, and the
 * files that its workspace.py adds (history, data, caches). Writes content/projects/<project>/folder.json for
 * the lessons' figures.
 */
const usage = 'Usage: npm run content:folder -- <project> <variant>';

const run = promisify(execFile);
const [project, variant] = process.argv.slice(2);
if (project === undefined || variant === undefined) {
  console.error(usage);
  process.exit(2);
}

const source = join(import.meta.dirname, '../content/projects', project);
const folder = await mkdtemp(join(tmpdir(), 'dfm-folder-'));
try {
  for (const part of ['files', join('variants', variant)])
    await cp(join(source, part), folder, { recursive: true });
  await cp(join(source, 'workspace.py'), join(folder, 'workspace.py'));
  await run('python3', ['workspace.py'], { cwd: folder });

  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const files = await Promise.all(
    paths.sort().map(async (path) => ({ path, bytes: (await stat(join(folder, path))).size })),
  );
  const madeWith = (await Promise.all([run('git', ['--version']), run('python3', ['--version'])])).map(
    ({ stdout }) => stdout.trim(),
  );
  const target = join(source, 'folder.json');
  await writeFile(target, `${JSON.stringify(projectFolderSchema.parse({ madeWith, files }), null, 2)}\n`);
  console.log(`${target}: ${files.length} files`);
} finally {
  await rm(folder, { recursive: true });
}
