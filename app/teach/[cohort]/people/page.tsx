import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ExpectedList } from '@/components/teaching/expected-list.tsx';
import { ImportForm } from '@/components/teaching/import-form.tsx';
import { InvitationList } from '@/components/teaching/invitation-list.tsx';
import { InviteStaff } from '@/components/teaching/invite-staff.tsx';
import { JoinLinkPanel } from '@/components/teaching/join-link-panel.tsx';
import { MemberList } from '@/components/teaching/member-list.tsx';
import { StaffList } from '@/components/teaching/staff-list.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { cohortAccess } from '@/lib/teaching/access.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { joinLink } from '@/lib/teaching/cohort.ts';
import { membersOf, openInvitations, staffOf } from '@/lib/teaching/people.ts';
import { expectedMembers } from '@/lib/teaching/roster.ts';
import {
  submitExpected,
  submitInvitation,
  submitJoinLink,
  submitMember,
  submitRoster,
  submitStaff,
  submitWithdrawal,
} from './actions.ts';

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
  const [link, members, expected, staff, invitations] = await Promise.all([
    joinLink(access),
    membersOf(access),
    expectedMembers(access),
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
        {expected.length > 0 && (
          <div className="mt-8">
            <h3 className="mb-3 font-semibold">Not joined yet ({expected.length})</h3>
            <ExpectedList expected={expected} action={manage && submitExpected.bind(null, id)} />
          </div>
        )}
        {manage && (
          <div className="mt-8 max-w-figure">
            <Disclosure summary="Import a list of learners">
              <ImportForm
                action={submitRoster.bind(null, id)}
                label="Or paste the list"
                example={rosterExample}
              >
                A CSV file with the columns “Name”, “E-mail” and, if you like, “Group”. Files that Moodle,
                Canvas or GitHub Classroom export work too. The list shows you who has not joined yet, and
                puts people into their groups as they join with the address on it. It invites no one: send
                them the join link.
              </ImportForm>
            </Disclosure>
          </div>
        )}
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
      {manage && <LogLink cohortId={id} />}
    </div>
  );
}

function LogLink({ cohortId }: { cohortId: string }) {
  return (
    <p>
      <Link href={hrefTo('cohortLog', cohortId)} className="text-accent underline underline-offset-2">
        What staff did
      </Link>
    </p>
  );
}

const rosterExample = 'Name,E-mail,Group\nAda Lovelace,ada@school.example,Group A';

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-4 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}
