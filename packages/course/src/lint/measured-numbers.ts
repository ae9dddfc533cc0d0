import type { ResultDocument } from '@dfm/contracts';
import { measuredText } from '@dfm/contracts/measured-text';
import type { ContentProblem } from '@dfm/course/exercises';
import { componentsIn } from './components-in.ts';
import type { LessonText } from './lesson-text.ts';
import { readRecordedRun } from './read-recorded-run.ts';

/**
 * Reports each `<Measured>` whose number the recorded run does not have, because its page cannot be shown.
 * Runs and edits that do not exist are reported with the other references.
 */
export async function measuredProblems(
  contentRoot: string,
  { file, tree }: Pick<LessonText, 'file' | 'tree'>,
): Promise<ContentProblem[]> {
  const problems: ContentProblem[] = [];
  for (const { name, attributes, line } of componentsIn(tree)) {
    const { run: id, value, line: ofLine, edit } = attributes;
    if (name !== 'Measured' || id === undefined || value === undefined) continue;
    const run = await readRecordedRun(contentRoot, id);
    if (run === undefined || !hasEdit(run, edit)) continue;
    const quotation = {
      value,
      ...(ofLine === undefined ? {} : { line: ofLine }),
      ...(edit === undefined ? {} : { edit }),
    };
    if (measuredText(run, quotation) === undefined)
      problems.push({ file, line, message: `<Measured>: ${reason(run, id, quotation)}` });
  }
  return problems;
}

function hasEdit(run: ResultDocument, edit: string | undefined): boolean {
  return edit === undefined || run.replay.some(({ scenario }) => scenario === edit);
}

function reason(run: ResultDocument, id: string, { value, line }: { value: string; line?: string }): string {
  const needsLine = value === 'layer' || (value === 'unused' && line !== undefined);
  if (!needsLine || run.image === undefined)
    return value === 'new'
      ? `value="new" needs edit="…", one of ${run.replay.map(({ scenario }) => scenario).join(', ')}`
      : `the run ${id} has no ${value}`;
  const lines = [...new Set(run.image.layers.flatMap((layer) => layer.line ?? []))];
  const available = `Lines with a layer: ${lines.join(', ')}`;
  return line === undefined
    ? `value="layer" needs line="…". ${available}`
    : `the run ${id} has no layer of line ${line}. ${available}`;
}
