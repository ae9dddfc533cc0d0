import { EntrypointTable } from '@/components/figures/entrypoint-table.tsx';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { nextLink } from './next-link.tsx';
import { projectFigures, type Folders } from './project-figures.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';
import { VariableScope } from './variable-scope.tsx';

interface LessonData {
  runs: Runs;
  /** Dockerfiles of recorded runs by the run's id. */
  dockerfiles?: Record<string, string>;
  folders?: Folders;
  /** Titles of lessons and exercises by `lesson/<slug>` and `exercise/<slug>`. */
  titles: Record<string, string>;
}

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, dockerfiles = {}, folders = {}, titles }: LessonData) {
  return { ...runFigures(runs, dockerfiles), ...projectFigures(folders), EntrypointTable, VariableScope, Next: nextLink(titles), Note, KeyPoints, Steps, Predict, Quiz, Question, Prompt, Option };
}
