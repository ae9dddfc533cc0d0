import Link from 'next/link';

/** The footer below every page that scrolls: what this site is, and its licences. */
export function SiteFooter() {
  return (
    <footer className="site-footer mt-8 border-t border-line">
      <div className="mx-auto flex max-w-page flex-wrap gap-x-8 gap-y-2 px-4 py-8 text-sm text-faint sm:px-6">
        <p className="mr-auto">Docker for ML is open: text under CC BY 4.0, code under Apache 2.0.</p>
        <nav aria-label="Footer" className="flex flex-wrap gap-x-6 gap-y-1">
          <Link href="/course" className="hover:text-ink hover:underline">
            Course
          </Link>
          <Link href="/progress" className="hover:text-ink hover:underline">
            Progress
          </Link>
          <Link href="/review" className="hover:text-ink hover:underline">
            Review
          </Link>
          <Link href="/cheat-sheet" className="hover:text-ink hover:underline">
            Cheat sheet
          </Link>
          <Link href="/glossary" className="hover:text-ink hover:underline">
            Glossary
          </Link>
          <Link href="/checks" className="hover:text-ink hover:underline">
            Checks
          </Link>
        </nav>
      </div>
    </footer>
  );
}
