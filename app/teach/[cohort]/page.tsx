import type { Metadata } from 'next';
import { JoinLinkPanel } from '@/components/teaching/join-link-panel.tsx';
import { MemberList } from '@/components/teaching/member-list.tsx';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { joinLink } from '@/lib/teaching/cohort.ts';
import { membersOf } from '@/lib/teaching/people.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohort', params);
}

export default async function CohortPage({ params }: Props) {
  const access = await cohortPage('cohort', params, 'seeWork');
  const [link, members] = await Promise.all([joinLink(access), membersOf(access)]);
  return (
    <>
      <h2 className="sr-only">Gradebook</h2>
      <JoinLinkPanel link={link} action={undefined} />
      <div className="mt-8">
        <MemberList members={members} action={undefined} />
      </div>
    </>
  );
}
