import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CourseItem } from '@/components/lesson/item-state.ts';
import { ModuleShare } from '@/components/progress/module-share.tsx';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  modules: readonly {
    slug: string;
    title: string;
    summary?: string | undefined;
    items: readonly CourseItem[];
  }[];
}

/** Every module in a line or two, with its progress. Its lessons are on its own page. */
export function CourseAtAGlance({ modules }: Props) {
  return (
    <section aria-labelledby="glance" className="border-t border-line pt-8">
      <h2 id="glance" className="text-xl font-semibold">
        The course
      </h2>
      <ol className="mt-3 grid gap-x-12 lg:grid-cols-2">
        {modules.map((module, index) => (
          <li key={module.slug} className="border-b border-line">
            <Link
              href={hrefTo('module', module.slug)}
              className="group grid grid-cols-[2rem_minmax(0,1fr)_auto] items-baseline gap-x-2 py-4"
            >
              <span className="text-lg text-faint tabular-nums">{index + 1}</span>
              <span>
                <span className="block font-semibold group-hover:text-accent group-hover:underline">
                  {module.title}
                </span>
                {module.summary && <span className="mt-0.5 block text-sm text-soft">{module.summary}</span>}
              </span>
              <ModuleShare items={module.items.map(({ kind, slug }) => ({ kind, slug }))} />
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
