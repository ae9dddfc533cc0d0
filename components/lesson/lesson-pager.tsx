import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

interface Item {
  kind: CourseItemKind;
  slug: string;
  title: string;
}

/** The previous and the next item in course order. */
export function LessonPager({ previous, next }: { previous?: Item | undefined; next?: Item | undefined }) {
  return (
    <nav
      aria-label="Previous and next"
      className="mt-8 mb-16 grid max-w-measure grid-cols-1 gap-4 border-t border-line pt-5 sm:grid-cols-2"
    >
      <div>
        {previous && (
          <PagerLink item={previous} label="Previous" icon={<ArrowLeft aria-hidden size={16} />} />
        )}
      </div>
      <div className="sm:text-right">
        {next && <PagerLink item={next} label="Next" icon={<ArrowRight aria-hidden size={16} />} />}
      </div>
    </nav>
  );
}

function PagerLink({ item, label, icon }: { item: Item; label: string; icon: ReactNode }) {
  return (
    <Link href={hrefTo(item.kind, item.slug)} className="group inline-block">
      <span className="flex items-center gap-1.5 text-sm text-faint sm:group-last:justify-end">
        {label === 'Previous' && icon}
        {label}
        {item.kind !== 'lesson' && `: ${item.kind}`}
        {label === 'Next' && icon}
      </span>
      <span className="font-semibold text-accent group-hover:underline">{item.title}</span>
    </Link>
  );
}
