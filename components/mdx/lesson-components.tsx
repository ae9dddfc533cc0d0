import { KeyPoints, Note, Steps } from './asides.tsx';
import { nextLink } from './next-link.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';
import { StageGraph } from './stage-graph.tsx';

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, titles }: { runs: Runs; titles: Record<string, string> }) {
  return { ...runFigures(runs), Next: nextLink(titles), StageGraph, Note, KeyPoints, Steps, Predict, Quiz, Question, Prompt, Option };
}
