import { getMDXComponent } from 'mdx-bundler/client/index.js';
import type { Metadata } from 'next';
import { sendReport } from '@/app/account/reports/actions.ts';
import { earlierRunOf } from '@/components/exercise/gain/gain-rows.ts';
import { Workbench } from '@/components/exercise/workbench.tsx';
import { TermCard } from '@/components/glossary/term-card.tsx';
import { CopyCode } from '@/components/lesson/copy-code.tsx';
import { CourseDrawer } from '@/components/lesson/course-drawer.tsx';
import { statementComponents } from '@/components/mdx/statement-components.ts';
import { ReportProblem } from '@/components/reports/report-problem.tsx';
import { currentLearner, needsAccount } from '@/lib/auth/session.ts';
import { courseOutline } from '@/lib/content/outline.ts';
import { coursePosition } from '@/lib/exercises/course-position.ts';
import {
  loadExercisePage,
  loadOwnExercisePage,
  withHeldBack,
  withoutAccount,
} from '@/lib/exercises/exercise-page.ts';
import { orNotFound } from '@/lib/exercises/or-not-found.ts';
import { compileStatement } from '@/lib/exercises/statement.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { exerciseReadiness } from '@/lib/preparation/exercise-readiness.ts';
import { openedHints } from '@/lib/progress/opened-hints.ts';
import { attemptFiles, firstGradedRun, hasPassed, newestRun } from '@/lib/runs/queries.ts';
import { usualDurationMs } from '@/lib/runs/usual-duration.ts';
import { heldBack } from '@/lib/teaching/held-back.ts';
import { openHint, readSolution } from './actions.ts';

interface Props {
  params: Promise<{ slug: string }>;
  /** `attempt`: the run whose files are loaded into the editor. */
  searchParams: Promise<{ attempt?: string | string[] }>;
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const page = await orNotFound(loadExercisePage((await params).slug));
  return { title: page.title, description: page.summary };
}

export default async function ExercisePage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { attempt } = await searchParams;
  const learner = await currentLearner();
  const { page, statement } = await orNotFound(loadOwnExercisePage(learner?.id, slug));
  const [{ code, terms }, outline, readiness, usualMs] = await Promise.all([
    compileStatement(slug, statement),
    courseOutline(),
    exerciseReadiness(slug),
    usualDurationMs(slug),
  ]);
  const [run, passed, first, loadedAttempt, held, opened] =
    learner === null
      ? [undefined, false, undefined, undefined, undefined, []]
      : await Promise.all([
          newestRun(learner.id, slug),
          hasPassed(learner.id, slug),
          firstGradedRun(learner.id, slug),
          typeof attempt === 'string' ? attemptFiles(learner.id, slug, attempt) : undefined,
          learner.isAnonymous ? undefined : heldBack(learner.id, slug),
          openedHints(learner.id, page),
        ]);
  const place = coursePosition(outline.modules, slug, page.lesson);
  const Statement = getMDXComponent(code);
  return (
    <Workbench
      exercise={needsAccount(learner) ? withoutAccount(page) : held ? withHeldBack(page, held) : page}
      place={place}
      run={run}
      hasPassed={passed}
      firstRun={first && earlierRunOf(first.id, first.result)}
      loadedAttempt={loadedAttempt}
      usualMs={usualMs}
      readiness={readiness}
      maxBytes={bodyLimits['/api/runs']}
      help={{ readSolution, openHint, openedHints: opened }}
      course={<CourseDrawer modules={outline.modules} current={{ kind: 'exercise', slug }} />}
    >
      {/* oxlint-disable-next-line react/static-components -- the text itself is the component; it has no state */}
      <Statement components={statementComponents(terms)} />
      <ReportProblem part="exercise" slug={slug} send={sendReport} />
      <CopyCode />
      <TermCard />
    </Workbench>
  );
}
