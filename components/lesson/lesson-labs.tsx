import { hrefTo } from '@dfm/contracts/page-addresses';
import { SquareTerminal } from 'lucide-react';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  labs: readonly { slug: string; title: string; minutes: number }[];
}

/** The labs in which a lesson is practised; nothing if there is none. */
export function LessonLabs({ labs }: Props) {
  if (labs.length === 0) return null;
  return (
    <section aria-labelledby="labs" className="mt-10 max-w-measure">
      <h2 id="labs" className="text-sm font-semibold">
        Practice it at a terminal
      </h2>
      <ul className="mt-2 grid gap-1.5">
        {labs.map(({ slug, title, minutes }) => (
          <li key={slug} className="flex items-baseline gap-2">
            <SquareTerminal aria-hidden size={16} className="shrink-0 translate-y-0.5 text-soft" />
            <span>
              <Link href={hrefTo('lab', slug)} className="text-accent underline underline-offset-2">
                {title}
              </Link>
              <span className="text-sm text-faint">, lab, {minutes} minutes</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
