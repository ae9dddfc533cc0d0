import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ClassWork } from '@/components/classes/class-work.tsx';
import { Deadline } from '@/components/classes/deadline.tsx';
import { LeaveForm } from '@/components/classes/leave-form.tsx';
import { attemptsText, lateText } from '@/components/classes/policy-text.ts';
import { WaitingRuns } from '@/components/classes/waiting-runs.tsx';
import { WhatStaffSee } from '@/components/classes/what-staff-see.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { accountForPage } from '@/lib/auth/session.ts';
import { newAnswers } from '@/lib/teaching/comments.ts';
import { classView } from '@/lib/teaching/my-classes.ts';
import { submitLeave } from './actions.ts';

export const metadata: Metadata = { title: 'Class', robots: { index: false } };

/** A class for one of its members. For everyone else it does not exist. */
export default async function ClassPage({ params }: { params: Promise<{ cohort: string }> }) {
  const { cohort } = await params;
  const account = await accountForPage(hrefTo('myClass', cohort));
  const view = await classView(account.id, cohort);
  if (view === undefined) notFound();
  const { id, name, course, timeZone, policy, group, deletedAt, assignments } = view;
  const answers = await newAnswers(account.id, id);
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <p className="text-sm text-faint wrap-anywhere">{course}</p>
      <h1 className="text-2xl font-semibold wrap-anywhere">{name}</h1>
      {answers.length > 0 && (
        <section aria-labelledby="answers" className="mt-8 max-w-figure">
          <h2 id="answers" className="text-xl font-semibold">
            New answers for you
          </h2>
          <WaitingRuns runs={answers} withNames={false} />
        </section>
      )}
      <ClassWork assignments={assignments} group={group} timeZone={timeZone} now={new Date()} />
      <div className="mt-12 grid max-w-figure gap-2 border-t border-line pt-6">
        <Disclosure summary="How this class is graded">
          <p className="max-w-measure text-sm text-soft">
            {attemptsText(policy)} {lateText(policy)}
          </p>
        </Disclosure>
        <Disclosure summary="What the staff see">
          <div className="max-w-measure text-sm text-soft">
            <WhatStaffSee />
          </div>
        </Disclosure>
        {deletedAt !== undefined && (
          <p className="max-w-measure text-sm text-soft">
            What you did for this class will be deleted on <Deadline at={deletedAt} timeZone={timeZone} />, a
            time after its last deadline that its staff have chosen. Until then, you can download it under{' '}
            <Link href={hrefTo('account')} className="text-accent underline underline-offset-2">
              your account
            </Link>
            .
          </p>
        )}
        <LeaveForm action={submitLeave.bind(null, id)} />
      </div>
    </div>
  );
}
