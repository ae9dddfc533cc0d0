import { EntrypointTable } from '@/components/figures/entrypoint-table.tsx';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { nextLink } from './next-link.tsx';
import { projectFigures, type Folders } from './project-figures.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, folders = {}, titles }: { runs: Runs; folders?: Folders; titles: Record<string, string> }) {
  return { ...runFigures(runs), ...projectFigures(folders), EntrypointTable, Next: nextLink(titles), Note, KeyPoints, Steps, Predict, Quiz, Question, Prompt, Option };
}
