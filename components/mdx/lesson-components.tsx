import type { LessonOutputs } from '@dfm/contracts';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { commandWith } from './command.tsx';
import { Interview, InterviewAnswer, InterviewPoint, InterviewPoints, InterviewQuestion } from './interview.tsx';
import { nextLink } from './next-link.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';
import { Tab, Tabs } from './tabs.tsx';
import { termLink, type Terms } from './term-link.tsx';

interface LessonData {
  runs: Runs;
  titles: Record<string, string>;
  terms: Terms;
  outputs?: LessonOutputs | undefined;
}

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, titles, terms, outputs }: LessonData) {
  return {
    ...runFigures(runs),
    a: termLink(terms),
    Next: nextLink(titles),
    Command: commandWith(outputs),
    Note,
    KeyPoints,
    Steps,
    Tabs,
    Tab,
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
