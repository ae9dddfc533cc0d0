import { getMDXComponent } from 'mdx-bundler/client/index.js';
import type { Metadata } from 'next';
import { Workbench } from '@/components/exercise/workbench.tsx';
import { TermCard } from '@/components/glossary/term-card.tsx';
import { CopyCode } from '@/components/lesson/copy-code.tsx';
import { lessonComponents } from '@/components/mdx/lesson-components.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { courseOutline } from '@/lib/content/outline.ts';
import { coursePosition } from '@/lib/exercises/course-position.ts';
import { loadExercisePage } from '@/lib/exercises/exercise-page.ts';
import { orNotFound } from '@/lib/exercises/or-not-found.ts';
import { compileStatement } from '@/lib/exercises/statement.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { exerciseReadiness } from '@/lib/preparation/exercise-readiness.ts';
import { hasPassed, newestRun } from '@/lib/runs/queries.ts';
import { readSolution } from './actions.ts';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page } = await orNotFound(loadExercisePage((await params).slug));
  return { title: page.title, description: page.summary };
}

export default async function ExercisePage({ params }: Props) {
  const { slug } = await params;
  const { page, statement } = await orNotFound(loadExercisePage(slug));
  const [{ code, terms }, learner, outline, readiness] = await Promise.all([
    compileStatement(slug, statement),
    currentLearner(),
    courseOutline(),
    exerciseReadiness(slug),
  ]);
  const [run, passed] =
    learner === null
      ? [undefined, false]
      : await Promise.all([newestRun(learner.id, slug), hasPassed(learner.id, slug)]);
  const place = coursePosition(outline.modules, slug, page.lesson);
  const Statement = getMDXComponent(code);
  return (
    <Workbench
      exercise={page}
      place={place}
      run={run}
      hasPassed={passed}
      readiness={readiness}
      maxBytes={bodyLimits['/api/runs']}
      readSolution={readSolution}
    >
      {/* oxlint-disable-next-line react/static-components -- the text itself is the component; it has no state */}
      <Statement
        components={lessonComponents({ runs: {}, dockerfiles: {}, folders: {}, titles: {}, terms })}
      />
      <CopyCode />
      <TermCard />
    </Workbench>
  );
}
