import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { LabList } from '@/components/lab/lab-list.tsx';
import { Link } from '@/components/ui/link.tsx';
import { labGroups } from '@/lib/labs/lab-page.ts';

export const metadata: Metadata = { title: pages.labs.title, description: pages.labs.description };

export default async function LabsPage() {
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">Labs</h1>
        <p className="mt-3 text-lg text-soft">
          In a lab, you work at a terminal with a real Docker Engine of your own. Each step turns green as
          soon as it is done, however you did it. To try something without steps, use the{' '}
          <Link href={hrefTo('terminal')} className="text-accent underline underline-offset-2">
            playground
          </Link>
          .
        </p>
      </header>
      <LabList groups={await labGroups()} />
    </div>
  );
}
