import type { LessonOutputs } from '@dfm/contracts';
import { HandoverView } from '@/components/figures/handover-view.tsx';
import { NamespaceView } from '@/components/figures/namespace-view.tsx';
import { SumOrder } from '@/components/figures/sum-order.tsx';
import { VmStack } from '@/components/figures/vm-stack.tsx';
import { CopyOnWrite } from '@/components/figures/copy-on-write/copy-on-write.tsx';
import { ImageAndContainers } from '@/components/figures/image-and-containers/image-and-containers.tsx';
import { LifeCycle } from '@/components/figures/life-cycle/life-cycle.tsx';
import { ReferenceParts } from '@/components/figures/reference-parts/reference-parts.tsx';
import { EntrypointTable } from '@/components/figures/entrypoint-table.tsx';
import { KeyPoints, Note, Steps } from './asides.tsx';
import { commandWith } from './command.tsx';
import { Interview, InterviewAnswer, InterviewPoint, InterviewPoints, InterviewQuestion } from './interview.tsx';
import { nextLink } from './next-link.tsx';
import { projectFigures, type Folders } from './project-figures.tsx';
import { Option, Predict, Prompt, Question, Quiz } from './quiz.tsx';
import { runFigures, type Runs } from './run-figures.tsx';
import { StageGraph } from './stage-graph.tsx';
import { termLink, type Terms } from './term-link.tsx';
import { VariableScope } from './variable-scope.tsx';

interface LessonData {
  runs: Runs;
  /** Dockerfiles of recorded runs by the run's id. */
  dockerfiles: Record<string, string>;
  folders: Folders;
  /** Titles of lessons and exercises by `lesson/<slug>` and `exercise/<slug>`. */
  titles: Record<string, string>;
  terms: Terms;
  outputs?: LessonOutputs | undefined;
}

/** Everything a lesson's MDX may name, bound to the data its page loaded. */
export function lessonComponents({ runs, dockerfiles, folders, titles, terms, outputs }: LessonData) {
  return {
    ...runFigures(runs, dockerfiles),
    ...projectFigures(folders),
    EntrypointTable,
    VariableScope,
    HandoverView,
    NamespaceView,
    SumOrder,
    VmStack,
    a: termLink(terms),
    ImageAndContainers,
    CopyOnWrite,
    ReferenceParts,
    LifeCycle,
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
