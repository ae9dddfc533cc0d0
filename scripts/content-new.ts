import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { labSkeleton } from '@dfm/course/new/lab-skeleton';
import { exerciseSkeleton, lessonSkeleton } from '@dfm/course/new/skeletons';
import { slugProblem } from '@dfm/course/new/slug';

const usage = `Usage: npm run content:new -- lesson <slug>
       npm run content:new -- exercise <slug>
       npm run content:new -- lab <slug>

Creates the files of a new lesson, exercise or lab, and prints the next steps. A slug consists of lower-case words and
numbers joined by hyphens.
`;

const contentRoot = join(import.meta.dirname, '../content');
const [given = '', slug] = process.argv.slice(2);

const kinds = {
  lesson: {
    path: (name: string) => `lessons/${name}.mdx`,
    files: (name: string) =>
      lessonSkeleton({ slug: name, title: undefined }, new Date().toISOString().slice(0, 10)),
    write: 'Replace every WRITE: by your text.',
    tried: 'runs the commands',
  },
  exercise: {
    path: (name: string) => `exercises/${name}`,
    files: (name: string) => exerciseSkeleton({ slug: name, title: undefined }),
    write: 'Replace every WRITE: by your text.',
    tried: 'grades every variant',
  },
  lab: {
    path: (name: string) => `labs/${name}`,
    files: (name: string) => labSkeleton({ slug: name }),
    write: 'It is a small lab that works: replace its steps by yours.',
    tried: 'types every wrong way and reference',
  },
};

if (!isKind(given) || slug === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const problem = slugProblem(slug);
  if (problem !== undefined) console.error(problem);
  process.exitCode = problem === undefined ? await write(given, slug) : 2;
}

function isKind(name: string): name is keyof typeof kinds {
  return Object.hasOwn(kinds, name);
}

async function write(kind: keyof typeof kinds, name: string): Promise<number> {
  const { path: pathOf, files, write: first, tried } = kinds[kind];
  const path = pathOf(name);
  const exists = await access(join(contentRoot, path)).then(
    () => true,
    () => false,
  );
  if (exists) {
    console.error(`content/${path} already exists. Nothing was written.`);
    return 1;
  }
  for (const [filePath, text] of Object.entries(files(name))) {
    const file = join(contentRoot, filePath);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    console.log(`content/${filePath}`);
  }
  console.log(`
Next:
  1. ${first} See docs/authoring.md.
  2. npm run content:check -- content/${path} --static --watch
     reports what is missing whenever you save. Without --static, it also ${tried} in a sandbox.
  3. Add ${name} to the ${kind}s of a module in content/course.yaml.${kind === 'lesson' ? lessonSteps(path) : ''}`);
  return 0;
}

function lessonSteps(path: string): string {
  return `
  4. In the lesson before it, change <Next> to this lesson. In content/glossary.yaml, set lesson: of the terms that it explains.
  5. npm run content:record -- content/${path}
     records the outputs of the commands for the page. Like npm start, it needs an engine.`;
}
