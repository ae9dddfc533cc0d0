import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exerciseSkeleton, lessonSkeleton } from '@dfm/course/new/skeletons';

const usage = `Usage: npm run content:new -- lesson <slug>
       npm run content:new -- exercise <slug>

Writes the files of a new lesson or exercise, and says what comes next. A slug is lower-case words joined by hyphens.
`;

const contentRoot = join(import.meta.dirname, '../content');
const [kind, slug = ''] = process.argv.slice(2);

if ((kind !== 'lesson' && kind !== 'exercise') || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) {
  console.error(usage);
  process.exitCode = 2;
} else {
  process.exitCode = await write(kind, slug);
}

async function write(what: 'lesson' | 'exercise', name: string): Promise<number> {
  const place = what === 'lesson' ? `lessons/${name}.mdx` : `exercises/${name}`;
  const isThere = await access(join(contentRoot, place)).then(
    () => true,
    () => false,
  );
  if (isThere) {
    console.error(`content/${place} is there already. Nothing was written.`);
    return 1;
  }
  const files =
    what === 'lesson' ? lessonSkeleton(name, new Date().toISOString().slice(0, 10)) : exerciseSkeleton(name);
  for (const [path, text] of Object.entries(files)) {
    const file = join(contentRoot, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    console.log(`content/${path}`);
  }
  const list = what === 'lesson' ? 'lessons' : 'exercises';
  console.log(`
Next:
  1. Write what stands behind WRITE:. docs/authoring.md says how.
  2. npm run content:check -- content/${place} --static --watch
     says what is missing, as you save. Without --static it also ${what === 'lesson' ? 'runs the commands' : 'grades every variant'} in a sandbox.
  3. Add ${name} to the ${list} of a module in content/course.yaml.${what === 'lesson' ? `\n  4. npm run content:record -- content/${place}\n     writes what the commands answer, for the page to show.` : ''}`);
  return 0;
}
