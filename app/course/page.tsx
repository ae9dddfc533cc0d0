import type { Metadata } from 'next';
import Link from 'next/link';
import { Progress } from '@/components/lesson/progress-mark.tsx';
import { Resume } from '@/components/lesson/resume.tsx';
import { Badge } from '@/components/ui/badge.tsx';
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
        <section key={module.slug} aria-labelledby={module.slug} className="outline-section">
          <div>
            <p className="text-sm text-faint">Module {index + 1}</p>
            <h2 id={module.slug} className="text-xl font-semibold">
              {module.title}
            </h2>
            {module.summary && <p className="mt-1 text-sm text-soft">{module.summary}</p>}
          </div>
          <ol>
            {module.items.map((item) => (
              <li key={`${item.kind}/${item.slug}`} className="outline-row">
                <Link href={`/${item.kind}s/${item.slug}`} className="group grid grid-cols-[1.5rem_minmax(0,1fr)_auto] gap-x-2">
                  <Progress kind={item.kind} slug={item.slug} />
                  <span>
                    <span className="flex flex-wrap items-center gap-x-2.5">
                      <span className="font-semibold group-hover:text-accent group-hover:underline">{item.title}</span>
                      {item.kind === 'exercise' && <Badge>Exercise</Badge>}
                    </span>
                    <span className="block text-sm text-soft">{item.summary}</span>
                  </span>
                  <span className="text-right text-sm whitespace-nowrap text-faint tabular-nums">{item.minutes} min</span>
                </Link>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
