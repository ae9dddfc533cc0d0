import { KeyPoints, Note, Steps } from './asides.tsx';
import { nextLink } from './next-link.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';
import { termLink, type Terms } from './term-link.tsx';

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, titles, terms }: { runs: Runs; titles: Record<string, string>; terms: Terms }) {
  return { ...runFigures(runs), a: termLink(terms), Next: nextLink(titles), Note, KeyPoints, Steps, Predict, Quiz, Question, Prompt, Option };
}
