import { HandoverView } from '@/components/figures/handover-view.tsx';
import { NamespaceView } from '@/components/figures/namespace-view.tsx';
import { SumOrder } from '@/components/figures/sum-order.tsx';
import { VmStack } from '@/components/figures/vm-stack.tsx';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { nextLink } from './next-link.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, titles }: { runs: Runs; titles: Record<string, string> }) {
  return { ...runFigures(runs), HandoverView, VmStack, NamespaceView, SumOrder, Next: nextLink(titles), Note, KeyPoints, Steps, Predict, Quiz, Question, Prompt, Option };
}
