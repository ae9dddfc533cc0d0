import { expect, test } from 'vitest';
import { changedParts } from './changed-parts.ts';

const lessonsOf = (project: string) => (project === 'parcel-delay' ? ['cache', 'order'] : []);

test.each<[name: string, paths: string[], expected: Partial<ReturnType<typeof changedParts>>]>([
  ['a lesson', ['lessons/tags.mdx'], { lessons: ['tags'] }],
  ['the recorded outputs of a lesson', ['outputs/tags.json'], { lessons: ['tags'] }],
  [
    'any file of an exercise, once',
    ['exercises/a/exercise.yaml', 'exercises/a/wrong/b/Dockerfile'],
    { exercises: ['a'] },
  ],
  [
    'a project, with the lessons that start from it',
    ['projects/parcel-delay/files/app.py'],
    { lessons: ['cache', 'order'], others: ['projects/parcel-delay/files/app.py'] },
  ],
  ['any file of a lab, once', ['labs/a/lab.yaml', 'labs/a/steps/b.mdx'], { labs: ['a'] }],
  ['a file next to the labs', ['labs/README.md'], { others: ['labs/README.md'] }],
  ['a file next to the exercises', ['exercises/README.md'], { others: ['exercises/README.md'] }],
  ['a picture next to the lessons', ['lessons/a.png'], { others: ['lessons/a.png'] }],
  ['a file below the lessons', ['lessons/a/b.mdx'], { others: ['lessons/a/b.mdx'] }],
  ['the course', ['course.yaml', 'glossary.yaml'], { others: ['course.yaml', 'glossary.yaml'] }],
  ['a recorded run', ['runs/a/solution.json'], { others: ['runs/a/solution.json'] }],
])('%s', (_name, paths, expected) => {
  expect(changedParts(paths, lessonsOf)).toEqual({
    exercises: [],
    lessons: [],
    labs: [],
    others: [],
    ...expected,
  });
});
