import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { GroupForm } from '@/components/teaching/group-form.tsx';
import { MemberWorkList } from '@/components/teaching/member-work-list.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { classMember } from '@/lib/teaching/class-member.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { groupsOf } from '@/lib/teaching/roster.ts';
import { submitExtension, submitGroup, submitOverride } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string; learner: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortPeople', params, 'Learner');
}

/** A learner of a class: every grade and deadline with its reason, and what staff can decide. */
export default async function CohortLearnerPage({ params }: Props) {
  const access = await cohortPage('cohortPeople', params, 'seeWork');
  const { cohort, learner } = await params;
  const member = await classMember(access, learner);
  if (member === undefined) notFound();
  const decide = access.may('manage')
    ? {
        extend: submitExtension.bind(null, cohort, learner),
        override: submitOverride.bind(null, cohort, learner),
      }
    : undefined;
  return (
    <>
      <h2 className="text-xl font-semibold wrap-anywhere">{member.name}</h2>
      <p className="mt-1 text-soft">
        <span className="wrap-anywhere">{member.email}</span>
        {member.group !== undefined && `, ${member.group}`}
        {member.total !== null && `, ${member.total} of 100 in total`}
      </p>
      {decide && (
        <div className="mt-2 max-w-md">
          <Disclosure summary="Change the group">
            <GroupForm
              group={member.group}
              groups={await groupsOf(access)}
              action={submitGroup.bind(null, cohort, learner)}
            />
          </Disclosure>
        </div>
      )}
      <MemberWorkList member={member} assignments={hrefTo('cohortAssignments', cohort)} decide={decide} />
    </>
  );
}
