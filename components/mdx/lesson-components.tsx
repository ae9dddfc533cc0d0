import { CopyOnWrite } from '@/components/figures/copy-on-write/copy-on-write.tsx';
import { ImageAndContainers } from '@/components/figures/image-and-containers/image-and-containers.tsx';
import { LifeCycle } from '@/components/figures/life-cycle/life-cycle.tsx';
import { ReferenceParts } from '@/components/figures/reference-parts/reference-parts.tsx';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { nextLink } from './next-link.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, titles }: { runs: Runs; titles: Record<string, string> }) {
  return { ...runFigures(runs), ImageAndContainers, CopyOnWrite, ReferenceParts, LifeCycle, Next: nextLink(titles), Note, KeyPoints, Steps, Predict, Quiz, Question, Prompt, Option };
}
