import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { OutlineList } from '@/components/lesson/outline-list.tsx';
import { Resume } from '@/components/lesson/resume.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Link } from '@/components/ui/link.tsx';
import { modulePage } from '@/lib/content/module-page.ts';
import { courseOutline } from '@/lib/content/outline.ts';

type Module = NonNullable<Awaited<ReturnType<typeof modulePage>>>;

interface Props {
  params: Promise<{ module: string }>;
}

export const dynamicParams = false;

export async function generateStaticParams() {
  return (await courseOutline()).modules.map(({ slug }) => ({ module: slug }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const module = await modulePage((await params).module);
  return module ? { title: module.title, description: module.summary } : {};
}

export default async function ModulePage({ params }: Props) {
  const module = await modulePage((await params).module);
  if (!module) notFound();
  const { title, summary, number, minutes, items, objectives, concepts, previous, next } = module;
  const count = (of: Module['items'][number]['kind']) => items.filter(({ kind }) => kind === of).length;
  const labs = count('lab');
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <Breadcrumb
          trail={[{ href: hrefTo('course'), text: pages.course.title }]}
          here={`Module ${number}`}
        />
        <h1 className="text-3xl font-semibold">{title}</h1>
        {summary && <p className="mt-3 text-lg text-soft">{summary}</p>}
        <p className="mt-3 text-sm text-faint">
          {[counted(count('lesson'), 'lesson'), counted(count('exercise'), 'exercise'), counted(labs, 'lab')]
            .filter(Boolean)
            .join(', ')}
          : about {minutes} minutes
        </p>
        <Resume items={items.map(({ kind, slug, title: itemTitle }) => ({ kind, slug, title: itemTitle }))} />
      </header>
      <section aria-labelledby="contents" className="outline-section">
        <div>
          <h2 id="contents" className="text-xl font-semibold">
            {labs > 0 ? 'Lessons, exercises and labs' : 'Lessons and exercises'}
          </h2>
        </div>
        <OutlineList items={items} />
      </section>
      {objectives.length > 0 && <Objectives lessons={objectives} />}
      {concepts.length > 0 && <Concepts concepts={concepts} />}
      <Pager previous={previous} next={next} />
    </div>
  );
}

function Objectives({ lessons }: { lessons: Module['objectives'] }) {
  return (
    <section aria-labelledby="afterwards" className="outline-section">
      <div>
        <h2 id="afterwards" className="text-xl font-semibold">
          After this module, you can
        </h2>
      </div>
      <dl className="grid gap-x-10 gap-y-5 lg:grid-cols-2">
        {lessons.map((lesson) => (
          <div key={lesson.slug}>
            <dt className="text-sm text-faint">{lesson.title}</dt>
            {lesson.objectives.map((objective) => (
              <dd key={objective} className="mt-1 text-soft">
                {objective}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

function Concepts({ concepts }: Pick<Module, 'concepts'>) {
  return (
    <section aria-labelledby="concepts" className="outline-section">
      <div>
        <h2 id="concepts" className="text-xl font-semibold">
          Concepts
        </h2>
        <p className="mt-1 text-sm text-soft">Where else in the course each concept is used.</p>
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-2">
        {concepts.map(({ slug, name }) => (
          <li key={slug}>
            <Link
              href={`${hrefTo('course')}#concept-${slug}`}
              className="underline decoration-line underline-offset-4 hover:text-accent hover:decoration-accent"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Pager({ previous, next }: Pick<Module, 'previous' | 'next'>) {
  return (
    <nav
      aria-label="Previous and next module"
      className="mt-12 flex flex-wrap justify-between gap-4 border-t border-line pt-5"
    >
      {previous ? (
        <Link
          href={hrefTo('module', previous.slug)}
          className="inline-flex items-center gap-1.5 font-semibold text-accent hover:underline"
        >
          <ArrowLeft aria-hidden size={16} />
          {previous.title}
        </Link>
      ) : (
        <span />
      )}
      {next && (
        <Link
          href={hrefTo('module', next.slug)}
          className="inline-flex items-center gap-1.5 font-semibold text-accent hover:underline"
        >
          {next.title}
          <ArrowRight aria-hidden size={16} />
        </Link>
      )}
    </nav>
  );
}
