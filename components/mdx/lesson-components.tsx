import type { LessonOutputs, ShelfFacts } from '@dfm/contracts';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { commandWith } from './command.tsx';
import { factFigures } from './fact-figures.tsx';
import { Interview, InterviewAnswer, InterviewPoint, InterviewPoints, InterviewQuestion } from './interview.tsx';
import { nextLink } from './next-link.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';
import { StageGraph } from './stage-graph.tsx';
import { termLink, type Terms } from './term-link.tsx';

interface LessonData {
  runs: Runs;
  titles: Record<string, string>;
  terms: Terms;
  facts?: ShelfFacts | undefined;
  outputs?: LessonOutputs | undefined;
}

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, titles, terms, facts, outputs }: LessonData) {
  return {
    ...runFigures(runs),
    ...(facts && factFigures(facts)),
    a: termLink(terms),
    Next: nextLink(titles),
    Command: commandWith(outputs),
    StageGraph,
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
