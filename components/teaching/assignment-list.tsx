import { hrefTo } from '@dfm/contracts/page-addresses';
import type { AssignmentPlan } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';

const modeNames = { group: 'in groups', exam: 'exam' };

/** What a class has to do, for staff who may not change it. */
export function AssignmentList({ plan }: { plan: AssignmentPlan }) {
  const modules = plan.modules
    .map((module) => ({
      ...module,
      items: module.items.flatMap(({ assigned, ...item }) => (assigned ? [{ ...item, ...assigned }] : [])),
    }))
    .filter(({ items }) => items.length > 0);
  if (modules.length === 0)
    return <p className="text-soft">Nothing is assigned yet. An instructor of the course can do that.</p>;
  return modules.map(({ slug, title, items }) => (
    <section key={slug} aria-labelledby={slug} className="mb-8">
      <h3 id={slug} className="text-lg font-semibold">
        {title}
      </h3>
      <ul className="mt-1 border-b border-line">
        {items.map(({ kind, slug: work, title: workTitle, opens, due, mode, weight }) => (
          <li
            key={`${kind}/${work}`}
            className="flex flex-wrap items-baseline justify-between gap-x-6 border-t border-line py-2.5"
          >
            <Link
              href={hrefTo(kind === 'exercise' ? 'exercise' : 'lesson', work)}
              className="hover:text-accent hover:underline"
            >
              {workTitle} <span className="text-sm text-faint">{kind}</span>
            </Link>
            <span className="text-sm text-soft tabular-nums">
              {mode !== 'alone' && `${modeNames[mode]}, `}
              {opens !== '' && `opens ${opens.replace('T', ' ')}, `}
              {due === '' ? 'no deadline' : `due ${due.replace('T', ' ')}`}, weight {weight}
            </span>
          </li>
        ))}
      </ul>
    </section>
  ));
}
