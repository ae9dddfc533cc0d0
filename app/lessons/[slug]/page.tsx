import { getMDXComponent } from 'mdx-bundler/client/index.js';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { sendReport } from '@/app/account/reports/actions.ts';
import { endTerminal, extendTerminal, loadTerminal, openTerminal } from '@/app/terminal/actions.ts';
import { TermCard } from '@/components/glossary/term-card.tsx';
import { Contents } from '@/components/lesson/contents.tsx';
import { CopyCode } from '@/components/lesson/copy-code.tsx';
import { CourseNav } from '@/components/lesson/course-nav.tsx';
import { LessonEnd } from '@/components/lesson/lesson-end.tsx';
import { LessonHead } from '@/components/lesson/lesson-head.tsx';
import { LessonLabs } from '@/components/lesson/lesson-labs.tsx';
import { LessonPager } from '@/components/lesson/lesson-pager.tsx';
import { LessonState } from '@/components/lesson/lesson-state.tsx';
import { QuestionsLeft } from '@/components/lesson/questions-left.tsx';
import { Sources } from '@/components/lesson/sources.tsx';
import { lessonComponents } from '@/components/mdx/lesson-components.tsx';
import { ReportProblem } from '@/components/reports/report-problem.tsx';
import { OpenTerminal } from '@/components/terminal/pane/open-terminal.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ScrollToCurrent } from '@/components/ui/scroll-to-current.tsx';
import { courseWalk } from '@/lib/content/course-walk.ts';
import { lessonSummaries, loadLesson, questionCount, recallCards } from '@/lib/content/lesson.ts';
import { courseOutline } from '@/lib/content/outline.ts';
import { labsOfLesson } from '@/lib/labs/lab-page.ts';
import { submitAnswers } from './actions.ts';

interface Props {
  params: Promise<{ slug: string }>;
}

// Addresses without a lesson get the prerendered not-found page, unless the page is rendered for the request.
export const dynamicParams = false;

export async function generateStaticParams() {
  return [...(await lessonSummaries()).keys()].map((slug) => ({ slug }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const summary = (await lessonSummaries()).get((await params).slug);
  return summary ? { title: summary.title, description: summary.summary } : {};
}

export default async function LessonPage({ params }: Props) {
  const { slug } = await params;
  if (!(await lessonSummaries()).has(slug)) notFound();
  const [lesson, outline, cards, questions, labs] = await Promise.all([
    loadLesson(slug),
    courseOutline(),
    recallCards(slug),
    questionCount(slug),
    labsOfLesson(slug),
  ]);
  const renderText = getMDXComponent(lesson.code);
  const walk = courseWalk(outline.modules);
  const place = walk.findIndex((item) => item.kind === 'lesson' && item.slug === slug);
  const module = outline.modules.find((candidate) =>
    candidate.items.some((item) => item.kind === 'lesson' && item.slug === slug),
  );

  return (
    <LessonState lesson={slug} submit={submitAnswers}>
      <div className="lesson-grid">
        <div className="lesson-side">
          <ScrollToCurrent />
          <CourseNav modules={outline.modules} current={{ kind: 'lesson', slug }} />
        </div>
        <article className="min-w-0" data-reportable>
          <LessonHead module={module} questions={questions} {...lesson.frontmatter} />
          <OpenTerminal
            load={loadTerminal}
            actions={{ openSession: openTerminal, extendSession: extendTerminal, endSession: endTerminal }}
          />
          <div className="lesson-fold">
            <Disclosure summary="On this page">
              <Contents headings={lesson.headings} />
            </Disclosure>
          </div>
          <div className="prose">{renderText({ components: lessonComponents(lesson) })}</div>
          <LessonEnd
            slug={slug}
            objectives={lesson.frontmatter.objectives}
            questions={questions}
            cards={cards.length}
            next={walk[place + 1]}
          />
          <LessonLabs labs={labs} />
          <Sources sources={lesson.frontmatter.sources} updated={lesson.frontmatter.updated} />
          <ReportProblem part="lesson" slug={slug} send={sendReport} />
          <LessonPager previous={walk[place - 1]} next={walk[place + 1]} />
        </article>
        <div className="lesson-contents">
          <Contents title="On this page" headings={lesson.headings} />
          <p className="mt-4 text-sm text-faint tabular-nums">
            <QuestionsLeft questions={questions} />
          </p>
        </div>
      </div>
      <CopyCode />
      <TermCard />
    </LessonState>
  );
}
