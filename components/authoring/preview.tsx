import type { ExercisePage } from '@dfm/contracts/page-data';
import { getMDXComponent } from 'mdx-bundler/client/index.js';
import { TermCard } from '@/components/glossary/term-card.tsx';
import { LessonHead } from '@/components/lesson/lesson-head.tsx';
import { Sources } from '@/components/lesson/sources.tsx';
import { lessonComponents } from '@/components/mdx/lesson-components.tsx';
import { statementComponents } from '@/components/mdx/statement-components.ts';
import type { Terms } from '@/components/mdx/term-link.tsx';
import { ExercisePreview } from './exercise-preview.tsx';

type LessonData = Parameters<typeof lessonComponents>[0] & {
  code: string;
  frontmatter: { title: string; summary: string; minutes: number; objectives: string[] } & Parameters<
    typeof Sources
  >[0];
};

type Preview =
  | { kind: 'lesson'; lesson: LessonData; questions: number }
  | { kind: 'exercise'; page: ExercisePage; code: string; terms: Terms };

/** A compiled text as a learner sees it. */
export function previewOf(preview: Preview) {
  return preview.kind === 'lesson' ? <LessonPreview {...preview} /> : <StatementPreview {...preview} />;
}

/** Without the course around it. */
function LessonPreview({ lesson, questions }: { lesson: LessonData; questions: number }) {
  const renderText = getMDXComponent(lesson.code);
  const { frontmatter } = lesson;
  return (
    <article className="min-w-0">
      <LessonHead questions={questions} {...frontmatter} />
      <div className="prose">{renderText({ components: lessonComponents(lesson) })}</div>
      <Sources sources={frontmatter.sources} updated={frontmatter.updated} />
      <TermCard />
    </article>
  );
}

function StatementPreview({ page, code, terms }: { page: ExercisePage; code: string; terms: Terms }) {
  const Statement = getMDXComponent(code);
  return (
    <>
      <ExercisePreview exercise={page}>
        {/* oxlint-disable-next-line react/static-components -- the text itself is the component; it has no state */}
        <Statement components={statementComponents(terms)} />
      </ExercisePreview>
      <TermCard />
    </>
  );
}
