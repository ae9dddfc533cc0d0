import { hrefTo } from '@dfm/contracts/page-addresses';
import { fixedPages, pages } from '@dfm/contracts/pages';
import { CircleUser } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { NavLink } from './nav-link.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** The bar on every page. `search` is placed before the theme toggle. */
export function SiteHeader({ search }: { search?: ReactNode }) {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper">
      <div className="site-bar mx-auto flex h-14 max-w-page items-center gap-1 pr-2 pl-4 sm:gap-6 sm:px-6">
        <Link href={hrefTo('home')} className="min-w-0 truncate font-semibold tracking-tight">
          {pages.home.title}
        </Link>
        <nav aria-label="Site" className="flex shrink-0">
          {fixedPages
            .filter(({ listedIn }) => listedIn.includes('header') || listedIn.includes('wide header'))
            .map(({ path, title, listedIn }) => (
              <NavLink
                key={path}
                href={path}
                also={foldersUnder(path)}
                onlyIfWide={listedIn.includes('wide header')}
              >
                {title}
              </NavLink>
            ))}
        </nav>
        {/* As wide as what it contains: browsers paint while the header is still arriving, and nothing may move. */}
        <div className="ml-auto flex min-w-29.5 shrink-0 items-center sm:min-w-57.5">
          {search}
          <ThemeToggle />
          <Link
            href={hrefTo('account')}
            aria-label={pages.account.title}
            title={pages.account.title}
            className="inline-grid size-10 place-items-center rounded-md text-soft hover:bg-surface hover:text-ink"
          >
            <CircleUser aria-hidden size={18} />
          </Link>
        </div>
      </div>
    </header>
  );
}

/** The parts before the slug of all pages that belong to an entry of the header. */
function foldersUnder(entry: string): string[] {
  return Object.values(pages)
    .filter(({ headerEntry }) => headerEntry === entry)
    .map(({ path }) => path.slice(0, path.indexOf('/[')));
}
