import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Progress } from './progress-mark.tsx';

interface Props {
  items: { kind: CourseItemKind; slug: string; title: string; summary: string; minutes: number }[];
}

/** Lessons, exercises and labs in order, with the progress and the duration of each. */
export function OutlineList({ items }: Props) {
  return (
    <ol>
      {items.map((item) => (
        <li key={`${item.kind}/${item.slug}`} className="outline-row">
          <Link
            href={hrefTo(item.kind, item.slug)}
            className="group grid grid-cols-[1.5rem_minmax(0,1fr)_auto] gap-x-2"
          >
            <Progress kind={item.kind} slug={item.slug} />
            <span>
              <span className="flex flex-wrap items-center gap-x-2.5">
                <span className="font-semibold group-hover:text-accent group-hover:underline">
                  {item.title}
                </span>
                {item.kind === 'exercise' && <Badge>Exercise</Badge>}
                {item.kind === 'lab' && <Badge>Lab</Badge>}
              </span>
              <span className="block text-sm text-soft">{item.summary}</span>
            </span>
            <span className="text-right text-sm whitespace-nowrap text-faint tabular-nums">
              {item.minutes} min
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
