import Link from 'next/link';
import type { NavModule } from '@/components/lesson/course-nav.tsx';
import { Progress } from '@/components/lesson/progress-mark.tsx';

/** Every module with its lessons and exercises, side by side. */
export function CourseAtAGlance({ modules }: { modules: readonly NavModule[] }) {
  return (
    <section aria-labelledby="glance" className="border-t border-line pt-8">
      <h2 id="glance" className="text-xl font-semibold">
        The course
      </h2>
      <ol className="mt-5 grid gap-x-8 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
        {modules.map((module, index) => (
          <li key={module.slug}>
            <p className="text-sm text-faint">Module {index + 1}</p>
            <h3 className="font-semibold">{module.title}</h3>
            <ol className="mt-2 text-sm">
              {module.items.map((item) => (
                <li key={`${item.kind}/${item.slug}`}>
                  <Link href={`/${item.kind}s/${item.slug}`} className="group -mx-2 flex items-baseline gap-2.5 rounded-md px-2 py-1 text-soft hover:bg-surface hover:text-ink">
                    <Progress kind={item.kind} slug={item.slug} />
                    <span>
                      {item.title}
                      {item.kind === 'exercise' && <span className="text-faint">, exercise</span>}
                    </span>
                  </Link>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  );
}
