import { KeyPoints, Note, Steps } from './asides.tsx';
import { conceptFigures } from './concept-figures.ts';
import { nextLink } from './next-link.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, titles }: { runs: Runs; titles: Record<string, string> }) {
  return { ...runFigures(runs), ...conceptFigures, Next: nextLink(titles), Note, KeyPoints, Steps, Predict, Quiz, Question, Prompt, Option };
}
