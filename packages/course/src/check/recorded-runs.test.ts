import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resultDocumentSchema } from '@dfm/contracts';
import { listExercises } from '@dfm/course/exercises';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import { lessonRuns, runsIn } from './lesson-runs.ts';
import { variantOfRun } from './variants.ts';

const contentRoot = fileURLToPath(new URL('../../../../content', import.meta.url));

/**
 * BuildKit names a step by its text without escapes, keeps the white space of continued lines, and adds the
 * registry and the digest to FROM.
 */
const plain = (words: string) =>
  words
    .replaceAll(/\\/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^(FROM \S+)@sha256:\w+/, '$1');

/**
 * The instructions that become steps of a build, each once: stages with the same beginning share its steps,
 * and BuildKit reports them with the first of their lines.
 */
function stepsOf(dockerfile: string): string[] {
  const seen = new Set<string>();
  let stage = '';
  return parseDockerfile(dockerfile)
    .instructions.filter(({ keyword, args }) =>
      keyword === 'FROM' ? !args.startsWith('scratch') : factsOf(keyword).step,
    )
    .flatMap(({ keyword, startLine, raw }) => {
      const name = plain(raw).replace(/^(FROM \S+) AS \S+$/i, '$1');
      stage = keyword === 'FROM' ? name : `${stage}\n${name}`;
      if (seen.has(stage)) return [];
      seen.add(stage);
      return [`${startLine} ${name}`];
    });
}

async function dockerfileOf(id: string): Promise<string> {
  const [slug = '', variant = ''] = id.split('/');
  const { files } = await variantOfRun(contentRoot, slug, variant);
  return files.find((file) => file.path === 'Dockerfile')?.data ?? '';
}

test.each(await lessonRuns(contentRoot))('the recorded run %s matches the current files', async (id) => {
  const [slug = '', variant = ''] = id.split('/');
  const { exercise } = await variantOfRun(contentRoot, slug, variant);
  const recorded = resultDocumentSchema.parse(
    JSON.parse(await readFile(join(contentRoot, 'runs', `${id}.json`), 'utf8')),
  );
  // Stages are built in parallel, and BuildKit names a FROM step only by its image.
  const inOrder = recorded.cold?.steps
    // COPY --link is reported a second time, where its files become a layer.
    .filter(({ name }) => !name.startsWith('LINK '))
    .toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
  expect(
    inOrder?.map(({ line, name }) => `${line} ${plain(name).replace('docker.io/library/', '')}`),
  ).toEqual(stepsOf(await dockerfileOf(id)));
  expect(recorded.replay.map(({ scenario, stopped }) => [scenario, stopped])).toEqual(
    exercise.scenarios.map(({ id: scenario }) => [scenario, undefined]),
  );
});

const lessons = (await readdir(join(contentRoot, 'lessons'))).filter((name) => name.endsWith('.mdx'));

test.each(lessons)(
  'every complete Dockerfile in %s belongs to a run that the lesson shows, and is not a solution',
  async (name) => {
    const text = await readFile(join(contentRoot, 'lessons', name), 'utf8');
    const drawn = await Promise.all(runsIn(text).map(dockerfileOf));
    const solutions = await Promise.all(
      (await listExercises(contentRoot)).map(({ slug }) => dockerfileOf(`${slug}/solution`)),
    );
    for (const [, shown] of text.matchAll(/^```dockerfile title="Dockerfile".*\n([\s\S]*?)^```$/gm)) {
      expect(drawn).toContain(shown);
      expect(solutions).not.toContain(shown);
    }
  },
);
