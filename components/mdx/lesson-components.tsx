import type { LessonOutputs } from '@dfm/contracts';
import { EntrypointTable } from '@/components/figures/entrypoint-table.tsx';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { commandWith } from './command.tsx';
import { Interview, InterviewAnswer, InterviewPoint, InterviewPoints, InterviewQuestion } from './interview.tsx';
import { nextLink } from './next-link.tsx';
import { projectFigures, type Folders } from './project-figures.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';
import { termLink, type Terms } from './term-link.tsx';
import { VariableScope } from './variable-scope.tsx';

interface LessonData {
  runs: Runs;
  /** Dockerfiles of recorded runs by the run's id. */
  dockerfiles?: Record<string, string>;
  folders?: Folders;
  titles: Record<string, string>;
  terms: Terms;
  outputs?: LessonOutputs | undefined;
}

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, dockerfiles = {}, folders = {}, titles, terms, outputs }: LessonData) {
  return {
    ...runFigures(runs, dockerfiles),
    ...projectFigures(folders),
    EntrypointTable,
    VariableScope,
    a: termLink(terms),
    Next: nextLink(titles),
    Command: commandWith(outputs),
    Note,
    KeyPoints,
    Steps,
    Predict,
    Quiz,
    Question,
    Prompt,
    Option,
    Interview,
    InterviewQuestion,
    InterviewAnswer,
    InterviewPoints,
    InterviewPoint,
  };
}
