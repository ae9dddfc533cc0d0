import Link from 'next/link';
import type { ReactNode } from 'react';
import { NavLink } from './nav-link.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** The bar on every page. `search` is placed before the theme toggle. */
export function SiteHeader({ search }: { search?: ReactNode }) {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper">
      <div className="site-bar mx-auto flex h-14 max-w-page items-center gap-2 px-4 sm:gap-6 sm:px-6">
        <Link href="/" className="mr-auto font-semibold tracking-tight whitespace-nowrap sm:mr-0">
          Docker for ML
        </Link>
        <nav aria-label="Site" className="flex sm:mr-auto">
          <NavLink href="/course" also={['/lessons', '/exercises']}>
            Course
          </NavLink>
          <NavLink href="/checks">Checks</NavLink>
        </nav>
        <div className="flex items-center">
          {search}
          <ThemeToggle />
        </div>
      </div>
    </header>
  );
}
