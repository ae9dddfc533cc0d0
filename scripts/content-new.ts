import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exerciseSkeleton, lessonSkeleton } from '@dfm/course/new/skeletons';
import { slugProblem } from '@dfm/course/new/slug';

const usage = `Usage: npm run content:new -- lesson <slug>
       npm run content:new -- exercise <slug>

Creates the files of a new lesson or exercise, and prints the next steps. A slug consists of lower-case words and
numbers joined by hyphens.
`;

const contentRoot = join(import.meta.dirname, '../content');
const [kind, slug] = process.argv.slice(2);

if ((kind !== 'lesson' && kind !== 'exercise') || slug === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const problem = slugProblem(slug);
  if (problem !== undefined) console.error(problem);
  process.exitCode = problem === undefined ? await write(kind, slug) : 2;
}

async function write(what: 'lesson' | 'exercise', name: string): Promise<number> {
  const path = what === 'lesson' ? `lessons/${name}.mdx` : `exercises/${name}`;
  const exists = await access(join(contentRoot, path)).then(
    () => true,
    () => false,
  );
  if (exists) {
    console.error(`content/${path} already exists. Nothing was written.`);
    return 1;
  }
  const files =
    what === 'lesson'
      ? lessonSkeleton({ slug: name, title: undefined }, new Date().toISOString().slice(0, 10))
      : exerciseSkeleton({ slug: name, title: undefined });
  for (const [filePath, text] of Object.entries(files)) {
    const file = join(contentRoot, filePath);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    console.log(`content/${filePath}`);
  }
  const list = what === 'lesson' ? 'lessons' : 'exercises';
  console.log(`
Next:
  1. Replace every WRITE: by your text. See docs/authoring.md.
  2. npm run content:check -- content/${path} --static --watch
     reports what is missing whenever you save. Without --static, it also ${what === 'lesson' ? 'runs the commands' : 'grades every variant'} in a sandbox.
  3. Add ${name} to the ${list} of a module in content/course.yaml.${what === 'lesson' ? lessonSteps(path) : ''}`);
  return 0;
}

function lessonSteps(path: string): string {
  return `
  4. In the lesson before it, change <Next> to this lesson. In content/glossary.yaml, set lesson: of the terms that it explains.
  5. npm run content:record -- content/${path}
     records the outputs of the commands for the page. Like npm start, it needs an engine.`;
}
