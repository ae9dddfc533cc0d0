import { fixedPages } from '@dfm/contracts/pages';
import { Link } from '@/components/ui/link.tsx';

/** The footer below every page that scrolls: what this site is, and its licences. */
export function SiteFooter() {
  return (
    <footer className="site-footer mt-8 border-t border-line">
      <div className="mx-auto flex max-w-page flex-wrap gap-x-8 gap-y-2 px-4 py-8 text-sm text-faint sm:px-6">
        {/* First and on the left, because it may be painted before all of it has arrived, and nothing may move. */}
        <nav aria-label="Footer" className="flex flex-wrap gap-x-6 gap-y-1">
          {fixedPages
            .filter(({ listedIn }) => listedIn.includes('footer'))
            .map(({ path, title }) => (
              <Link key={path} href={path} className="hover:text-ink hover:underline">
                {title}
              </Link>
            ))}
        </nav>
        <p className="ml-auto">Docker for ML is open: text under CC BY 4.0, code under Apache 2.0.</p>
      </div>
    </footer>
  );
}
