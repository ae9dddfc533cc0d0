import { counterpartsByTool, counterpartTools, type CheckMeta } from '@dfm/grading';

/** `docs/checks.md`: every check, and what it is called in other tools. */
export function idsPage(metas: CheckMeta[]): string {
  const rows = metas.map(({ id, also }) => {
    const byTool = new Map(counterpartsByTool(also).map(({ tool, ids }) => [tool, ids]));
    return `| \`${id}\` | ${counterpartTools.map((tool) => (byTool.get(tool) ?? []).map((name) => name.replace(/^kics:/u, '')).join(', ')).join(' | ')} |`;
  });
  return `# The checks and their counterparts

Made by \`npm run accuracy\` from what each check says of itself. \`npx dfm check --explain <id>\` tells what a check is about and takes the
ids of other tools too. KICS names its rules by UUIDs: here stand the titles of its queries as words with hyphens, in the
reports with \`kics:\` before them. How far the verdicts agree: [the grader beside other tools](results/grader-accuracy.md).

| check | ${counterpartTools.join(' | ')} |
|---|${counterpartTools.map(() => '---|').join('')}
${rows.join('\n')}
`;
}
