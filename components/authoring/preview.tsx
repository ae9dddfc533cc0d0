import { getMDXComponent } from 'mdx-bundler/client/index.js';
import { TermCard } from '@/components/glossary/term-card.tsx';
import { LessonHead } from '@/components/lesson/lesson-head.tsx';
import { Sources } from '@/components/lesson/sources.tsx';
import { lessonComponents } from '@/components/mdx/lesson-components.tsx';
import { statementComponents } from '@/components/mdx/statement-components.ts';
import type { Terms } from '@/components/mdx/term-link.tsx';

type LessonData = Parameters<typeof lessonComponents>[0] & {
  code: string;
  frontmatter: { title: string; summary: string; minutes: number; objectives: string[] } & Parameters<
    typeof Sources
  >[0];
};

type Preview =
  | { kind: 'lesson'; lesson: LessonData; questions: number }
  | { kind: 'statement'; title: string; code: string; terms: Terms };

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

function StatementPreview({ title, code, terms }: { title: string; code: string; terms: Terms }) {
  const Statement = getMDXComponent(code);
  return (
    <article className="min-w-0">
      <h2 className="mb-4 text-xl font-semibold">{title}</h2>
      <div className="prose exercise-statement">
        {/* oxlint-disable-next-line react/static-components -- the text itself is the component; it has no state */}
        <Statement components={statementComponents(terms)} />
      </div>
      <TermCard />
    </article>
  );
}
