import type { CudaWheels, LessonOutputs, ShelfFacts } from '@dfm/contracts';
import { AfterPrediction } from './after-prediction.tsx';
import { KeyPoints } from './asides.tsx';
import { commandWith } from './command.tsx';
import { comparedRunFigures } from './compared-run-figures.tsx';
import { conceptFigures } from './concept-figures.ts';
import { cudaFigures } from './cuda-figures.tsx';
import { factFigures } from './fact-figures.tsx';
import {
  Interview,
  InterviewAnswer,
  InterviewPoint,
  InterviewPoints,
  InterviewQuestion,
} from './interview.tsx';
import { nextLink } from './next-link.tsx';
import { projectFigures, type Folders } from './project-figures.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import type { Runs } from './recorded-runs.ts';
import { runFigures } from './run-figures.tsx';
import { statementComponents } from './statement-components.ts';
import type { Terms } from './term-link.tsx';
import { writtenFileWith } from './written-file.tsx';

interface LessonData {
  runs: Runs;
  /** Dockerfiles of recorded runs, by id of the run. */
  dockerfiles: Record<string, string>;
  folders: Folders;
  /** Titles of lessons and exercises, by `lesson/<slug>` and `exercise/<slug>`. */
  titles: Record<string, string>;
  terms: Terms;
  facts?: ShelfFacts | undefined;
  cudaWheels?: CudaWheels | undefined;
  outputs?: LessonOutputs | undefined;
  /** `project`: whose files the commands use. */
  frontmatter: { project?: string | undefined };
}

const questions = {
  Predict,
  AfterPrediction,
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

/** All components that a lesson's MDX may use, bound to the data of its page. */
export function lessonComponents({
  runs,
  dockerfiles,
  folders,
  titles,
  terms,
  facts,
  cudaWheels,
  outputs,
  frontmatter,
}: LessonData) {
  const isSelfContained = frontmatter.project === undefined;
  return {
    ...runFigures(runs),
    ...comparedRunFigures(runs, dockerfiles),
    ...projectFigures(folders),
    ...(facts && factFigures(facts)),
    ...(cudaWheels && cudaFigures(cudaWheels)),
    ...conceptFigures,
    ...questions,
    ...statementComponents(terms),
    Command: commandWith(outputs, isSelfContained),
    WrittenFile: writtenFileWith(isSelfContained),
    Next: nextLink(titles),
    KeyPoints,
  };
}
