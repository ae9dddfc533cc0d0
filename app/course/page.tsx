import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { ConceptIndex } from '@/components/concepts/concept-index.tsx';
import { CourseMap } from '@/components/concepts/course-map.tsx';
import { OutlineList } from '@/components/lesson/outline-list.tsx';
import { Resume } from '@/components/lesson/resume.tsx';
import { Link } from '@/components/ui/link.tsx';
import { courseConcepts } from '@/lib/content/concepts.ts';
import { courseWalk } from '@/lib/content/course-walk.ts';
import { courseGraph } from '@/lib/content/lesson-graph.ts';
import { courseOutline } from '@/lib/content/outline.ts';

export const metadata: Metadata = { title: pages.course.title, description: pages.course.description };

export default async function CoursePage() {
  const [{ title, summary, modules }, graph, concepts] = await Promise.all([
    courseOutline(),
    courseGraph(),
    courseConcepts(),
  ]);
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">{title}</h1>
        <p className="mt-3 text-lg text-soft">{summary}</p>
        <Resume items={courseWalk(modules)} />
        <p className="mt-4 text-sm text-faint">
          <CourseLink href="#map">How the lessons build on each other</CourseLink>,{' '}
          <CourseLink href={hrefTo('exercises')}>all exercises</CourseLink>,{' '}
          <CourseLink href={hrefTo('labs')}>all labs</CourseLink>,{' '}
          <CourseLink href={hrefTo('progress')}>your progress by concept</CourseLink>,{' '}
          <CourseLink href={hrefTo('cheatSheet')}>all commands on one page</CourseLink>
        </p>
      </header>
      {modules.map((module, index) => (
        <section key={module.slug} aria-labelledby={module.slug} className="outline-section">
          <div>
            <p className="text-sm text-faint">Module {index + 1}</p>
            <h2 id={module.slug} className="text-xl font-semibold">
              <Link href={hrefTo('module', module.slug)} className="hover:text-accent hover:underline">
                {module.title}
              </Link>
            </h2>
            {module.summary && <p className="mt-1 text-sm text-soft">{module.summary}</p>}
          </div>
          <OutlineList items={module.items} />
        </section>
      ))}
      <section aria-labelledby="map" className="mt-12 border-t border-line pt-6">
        <h2 id="map" className="text-xl font-semibold">
          Map
        </h2>
        <CourseMap
          modules={graph}
          conceptNames={Object.fromEntries(
            concepts.flatMap(({ tags, name }) => tags.map((tag) => [tag, name])),
          )}
        />
        <h2 id="concepts" className="text-xl font-semibold">
          Concepts
        </h2>
        <ConceptIndex concepts={concepts} />
      </section>
    </div>
  );
}

function CourseLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="text-accent underline underline-offset-2">
      {children}
    </Link>
  );
}
