import { hrefTo } from '@dfm/contracts/page-addresses';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  exercise?: string;
  lesson?: string;
  children: ReactNode;
}

/** What to do after this lesson. `titles` has the title of every lesson and exercise that the text links to. */
export function nextLink(titles: Record<string, string>) {
  return function Next({ exercise, lesson, children }: Props) {
    const [kind, slug] = exercise ? (['exercise', exercise] as const) : (['lesson', lesson ?? ''] as const);
    return (
      <aside className="next" aria-label="What to do next">
        <Link href={hrefTo(kind, slug)} className="group block">
          <span className="text-sm text-soft">{kind === 'exercise' ? 'Exercise' : 'Next lesson'}</span>
          <span className="flex items-center gap-2 text-xl font-semibold text-accent group-hover:underline">
            {titles[`${kind}/${slug}`]}
            <ArrowRight aria-hidden size={20} />
          </span>
        </Link>
        <div className="next-text">{children}</div>
      </aside>
    );
  };
}
