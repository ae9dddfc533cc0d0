'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  href: string;
  /** Other path prefixes that belong to this entry. */
  also?: string[];
  /** Whether a narrow screen leaves it out. */
  onlyIfWide?: boolean;
  children: ReactNode;
}

/** An entry in the site bar, highlighted if the page belongs to it. */
export function NavLink({ href, also = [], onlyIfWide = false, children }: Props) {
  const path = usePathname();
  const here = [href, ...also].some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  return (
    <Link
      href={href}
      aria-current={path === href ? 'page' : here ? 'true' : undefined}
      className={`${onlyIfWide ? 'hidden min-[54rem]:inline-flex' : 'inline-flex'} min-h-10 items-center rounded-md px-1 text-sm text-soft hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink min-[24rem]:px-2.5 sm:px-3`}
    >
      {children}
    </Link>
  );
}
