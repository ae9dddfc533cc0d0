import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { CheckList } from '@/components/checks/check-list.tsx';
import { Link } from '@/components/ui/link.tsx';
import { checkCatalogue } from '@/lib/content/check-catalogue.ts';

export const metadata: Metadata = { title: pages.checks.title, description: pages.checks.description };

export default function ChecksPage() {
  const checks = checkCatalogue().map(({ id, title, detects, axis, also }) => ({
    id,
    title,
    detects,
    axis,
    also,
  }));
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">Checks</h1>
        <p className="mt-3 text-lg text-soft">
          What the grader checks. Points for size, cache, security and runtime come from measurements of your
          image. The text of the Dockerfile only explains them.
        </p>
        <p className="mt-3">
          <Link
            href={hrefTo('otherTools')}
            className="underline decoration-line underline-offset-2 hover:text-accent hover:decoration-accent"
          >
            Find a check by a rule of hadolint, BuildKit, Trivy or another tool
          </Link>
        </p>
      </header>
      <CheckList checks={checks} />
    </div>
  );
}
