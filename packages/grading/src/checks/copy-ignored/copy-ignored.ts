import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { copyOf } from '@dfm/dockerfile/copies/copies';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import type { Check, StaticFinding } from '../../check/check.ts';
import { excludesSource } from './excludes-source.ts';

export const copyIgnored: Check = {
  meta: {
    id: 'copy-ignored',
    title: 'COPY of a path that .dockerignore excludes',
    axis: 'build',
    topic: 'cache',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'context'],
    also: ['CopyIgnoredFile'],
    detects: 'A COPY or ADD whose source the .dockerignore excludes.',
    why: 'Excluded files are not sent to the builder. The build fails with "not found", although the file exists.',
    fix: 'Remove the line from .dockerignore, or add an exception (!path) below it.',
    bad: '# .dockerignore: models\nCOPY models /srv/models',
    good: '# .dockerignore: models, then !models/small\nCOPY models/small /srv/models',
  },
  findings,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  const dockerignore = parseDockerignore(context?.dockerignore ?? '');
  if (dockerignore.rules.length === 0) return [];
  const found: StaticFinding[] = [];
  walkStages(dockerfile, (instruction, { variables }) => {
    const sources = copyOf(instruction, dockerfile)?.sources ?? [];
    const values = sources.flatMap((source) =>
      source.includes('$') ? (substitute(source, variables, dockerfile.escape) ?? []) : source,
    );
    const lost = values.find((source) => excludesSource(dockerignore, source));
    if (lost === undefined) return;
    const name = truncate(lost);
    found.push({
      ...rangeOf(instruction),
      message: `.dockerignore excludes ${name}, so the builder cannot find it. Remove the line from .dockerignore, or add "!${name}" at the end.`,
    });
  });
  return found;
}
