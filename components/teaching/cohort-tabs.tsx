'use client';

import { usePathname, useSelectedLayoutSegment } from 'next/navigation';
import { Link } from '@/components/ui/link.tsx';

/** The pages of a class, as links. */
export function CohortTabs({ tabs }: { tabs: readonly { href: string; text: string }[] }) {
  const path = usePathname();
  /** The part of the address after the class: null on its first page. */
  const segment = useSelectedLayoutSegment();
  return (
    <nav aria-label="Class" className="mt-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map(({ href, text }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={
                path === href ? 'page' : segment !== null && href.endsWith(`/${segment}`) ? 'true' : undefined
              }
              className="inline-flex min-h-11 items-center border-b-2 border-transparent px-2.5 text-sm whitespace-nowrap text-soft -outline-offset-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink sm:px-3"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
