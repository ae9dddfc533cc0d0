import { hrefTo } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { InvitationList } from '@/components/teaching/invitation-list.tsx';
import { InviteStaff } from '@/components/teaching/invite-staff.tsx';
import { JoinLinkPanel } from '@/components/teaching/join-link-panel.tsx';
import { MemberList } from '@/components/teaching/member-list.tsx';
import { StaffList } from '@/components/teaching/staff-list.tsx';
import { Link } from '@/components/ui/link.tsx';
import { cohortAccess } from '@/lib/teaching/access.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { joinLink } from '@/lib/teaching/cohort.ts';
import { membersOf, openInvitations, staffOf } from '@/lib/teaching/people.ts';
import { submitInvitation, submitJoinLink, submitMember, submitStaff, submitWithdrawal } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortPeople', params, 'People');
}

export default async function CohortPeoplePage({ params }: Props) {
  const access = await cohortPage('cohortPeople', params, 'seeWork');
  const { cohortId: id } = access;
  const manage = access.may('manage') ? await cohortAccess(access.account, id, 'manage') : undefined;
  const [link, members, staff, invitations] = await Promise.all([
    joinLink(access),
    membersOf(access),
    staffOf(access),
    manage && openInvitations(manage),
  ]);
  return (
    <div className="grid gap-12">
      <Section title="Join link">
        <JoinLinkPanel link={link} action={manage && submitJoinLink.bind(null, id)} />
      </Section>
      <Section title={members.length === 0 ? 'Learners' : `Learners (${members.length})`}>
        <MemberList members={members} action={manage && submitMember.bind(null, id)} />
      </Section>
      <Section title="Staff">
        <p className="-mt-2 mb-4 text-sm text-soft">Of the whole course, with all its classes.</p>
        <StaffList staff={staff} ownId={access.account.id} action={manage && submitStaff.bind(null, id)} />
        {invitations && (
          <div className="mt-8 max-w-md">
            <h3 className="mb-3 font-semibold">Invite staff</h3>
            <InviteStaff action={submitInvitation.bind(null, id)} />
            <div className="mt-8">
              <InvitationList invitations={invitations} action={submitWithdrawal.bind(null, id)} />
            </div>
          </div>
        )}
      </Section>
      {manage && (
        <p>
          <Link href={hrefTo('cohortLog', id)} className="text-accent underline underline-offset-2">
            What staff did
          </Link>
        </p>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-4 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}
