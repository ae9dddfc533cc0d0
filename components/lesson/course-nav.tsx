import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';
import { Progress } from './progress-mark.tsx';

interface NavModule {
  slug: string;
  title: string;
  items: { kind: CourseItemKind; slug: string; title: string }[];
}

interface Props {
  modules: NavModule[];
  /** The page it is shown on. */
  current: Pick<NavModule['items'][number], 'kind' | 'slug'>;
}

/** The course outline next to a lesson, an exercise or a lab, with the progress. */
export function CourseNav({ modules, current }: Props) {
  return (
    <nav aria-label="Course" className="text-sm">
      {modules.map((module) => (
        <section key={module.slug} className="mb-6">
          <h2 className="mb-1.5 font-semibold">{module.title}</h2>
          <ol>
            {module.items.map((item) => (
              <li key={`${item.kind}/${item.slug}`}>
                <Link
                  href={hrefTo(item.kind, item.slug)}
                  aria-current={item.kind === current.kind && item.slug === current.slug ? 'page' : undefined}
                  className="-mx-2 flex items-baseline gap-2 rounded-md px-2 py-1 text-soft hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
                >
                  <Progress kind={item.kind} slug={item.slug} />
                  {item.title}{' '}
                  {item.kind !== 'lesson' && (
                    <span className="ml-auto text-xs font-normal text-faint capitalize">{item.kind}</span>
                  )}
                </Link>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </nav>
  );
}
