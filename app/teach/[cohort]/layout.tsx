import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ReactNode } from 'react';
import { CohortTabs } from '@/components/teaching/cohort-tabs.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { cohortPage } from '@/lib/teaching/cohort-page.ts';
import { cohortHead } from '@/lib/teaching/cohort.ts';

interface Props {
  params: Promise<{ cohort: string }>;
  children: ReactNode;
}

/** Name and tabs of a class. Each page checks access itself, because a layout is not rendered again with it. */
export default async function CohortLayout({ params, children }: Props) {
  const access = await cohortPage('cohort', params, 'see');
  const { id, name, course } = await cohortHead(access);
  const tabs = [
    { href: hrefTo('cohort', id), text: 'Gradebook', needs: 'seeWork' },
    { href: hrefTo('cohortAssignments', id), text: 'Assignments', needs: 'see' },
    { href: hrefTo('cohortExtensions', id), text: 'Extensions', needs: 'seeWork' },
    { href: hrefTo('cohortInsight', id), text: 'Insight', needs: 'seeWork' },
    { href: hrefTo('cohortRegrades', id), text: 'Regrade', needs: 'seeWork' },
    { href: hrefTo('cohortPeople', id), text: 'People', needs: 'seeWork' },
    { href: hrefTo('cohortSettings', id), text: 'Settings', needs: 'manage' },
  ] as const;
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <Breadcrumb trail={[{ href: hrefTo('teach'), text: 'Teach' }]} here={course} />
      <h1 className="text-2xl font-semibold wrap-anywhere">{name}</h1>
      <CohortTabs tabs={tabs.filter(({ needs }) => access.may(needs))} />
      <div className="pt-8">{children}</div>
    </div>
  );
}
