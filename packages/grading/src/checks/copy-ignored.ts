import type { Check, StaticFinding, StaticInput } from '../check.ts';
import { walkStages } from '../dockerfile/stages.ts';
import { substitute } from '../dockerfile/substitute.ts';
import { copyOf } from '../static/copies.ts';
import { ignorePatterns, isIgnored } from '../static/ignored-paths.ts';
import { placeOf } from '../static/place.ts';

export const copyIgnored: Check = {
  meta: {
    id: 'copy-ignored',
    title: 'A COPY asks for what .dockerignore leaves out',
    axis: 'build',
    topic: 'cache',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'context'],
    also: ['CopyIgnoredFile'],
    detects: 'A COPY or ADD whose source the .dockerignore excludes.',
    why: 'What is excluded never reaches the builder. The build stops with "not found", though the file is there.',
    fix: 'Take the line out of .dockerignore, or bring the path back below it with !path.',
    bad: '# .dockerignore: models\nCOPY models /srv/models',
    good: '# .dockerignore: models, then !models/small\nCOPY models/small /srv/models',
  },
  findings,
};

function findings({ dockerfile, context }: StaticInput): StaticFinding[] {
  const patterns = context?.dockerignore === undefined ? undefined : ignorePatterns(context.dockerignore);
  if (context === undefined || patterns === undefined || patterns.length === 0) return [];
  const found: StaticFinding[] = [];
  walkStages(dockerfile, (instruction, { variables }) => {
    const sources = copyOf(instruction, dockerfile)?.sources ?? [];
    const values = sources.flatMap((source) =>
      source.includes('$') ? (substitute(source, variables, dockerfile.escape) ?? []) : source,
    );
    const lost = values.find((source) => isIgnored(source, patterns));
    if (lost === undefined) return;
    const name = lost.length > 60 ? `${lost.slice(0, 60)}…` : lost;
    found.push({
      ...placeOf(instruction),
      message: `.dockerignore leaves ${name} out, so the builder does not find it. Take it out of .dockerignore, or add "!${name}" at its end.`,
    });
  });
  return found;
}
