import type { Metadata } from 'next';
import Link from 'next/link';
import { Progress } from '@/components/lesson/progress-mark.tsx';
import { Resume } from '@/components/lesson/resume.tsx';
import { courseOutline } from '@/lib/content/outline.ts';

export const metadata: Metadata = { title: 'Course' };

export default async function CoursePage() {
  const { title, summary, modules } = await courseOutline();
  const items = modules.flatMap((module) => module.items);
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">{title}</h1>
        <p className="mt-3 text-lg text-soft">{summary}</p>
        <Resume items={items} />
      </header>
      {modules.map((module, index) => (
        <section key={module.slug} aria-labelledby={module.slug} className="mt-12 grid gap-x-8 gap-y-3 border-t border-line pt-5 md:grid-cols-[16rem_minmax(0,46rem)]">
          <div>
            <p className="text-sm text-faint">Module {index + 1}</p>
            <h2 id={module.slug} className="text-xl font-semibold">
              {module.title}
            </h2>
            {module.summary && <p className="mt-1 text-sm text-soft">{module.summary}</p>}
          </div>
          <ol>
            {module.items.map((item) => (
              <li key={`${item.kind}/${item.slug}`} className="border-line [&+&]:border-t">
                <Link href={`/${item.kind}s/${item.slug}`} className="group grid grid-cols-[1.5rem_minmax(0,1fr)_auto] gap-x-2 py-3">
                  <Progress kind={item.kind} slug={item.slug} />
                  <span>
                    <span className="font-semibold group-hover:text-accent group-hover:underline">{item.title}</span>
                    <span className="block text-sm text-soft">{item.summary}</span>
                  </span>
                  <span className="text-right text-sm whitespace-nowrap text-faint">
                    {item.minutes} min
                    {item.kind === 'exercise' && <span className="block">Exercise</span>}
                  </span>
                </Link>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
