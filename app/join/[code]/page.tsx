import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { AccountChoice } from '@/components/accounts/account-choice.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { Deadline } from '@/components/classes/deadline.tsx';
import { JoinForm } from '@/components/classes/join-form.tsx';
import { WhatStaffSee } from '@/components/classes/what-staff-see.tsx';
import { accountOf } from '@/lib/auth/session.ts';
import { networkKey } from '@/lib/limits/network.ts';
import { isMember, joinOffer, linkDoesNotWork } from '@/lib/teaching/joining.ts';
import { submitJoin } from './actions.ts';

export const metadata: Metadata = {
  title: 'Join a class',
  robots: { index: false },
  // The address lets anyone join. With no-referrer, browsers would send forms without their origin.
  referrer: 'same-origin',
};

/**
 * The class of a join link. Opening it changes nothing, because programs that look at links in messages open
 * them too.
 */
export default async function JoinPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const requestHeaders = await headers();
  const offer = await joinOffer(code, networkKey(requestHeaders)).catch((error: unknown) => {
    if (error instanceof PlatformError) return error.learnerMessage;
    throw error;
  });
  if (offer === undefined || typeof offer === 'string')
    return (
      <NarrowPage title={offer === undefined ? 'This link does not work' : 'Try again later'}>
        <p className="text-soft">{offer ?? linkDoesNotWork}</p>
      </NarrowPage>
    );
  const account = await accountOf(requestHeaders);
  if (account && (await isMember(account.id, offer.cohortId))) redirect(hrefTo('myClass', offer.cohortId));
  return (
    <NarrowPage title={`Join ${offer.name}`}>
      <p className="-mt-2 mb-6 text-lg text-soft wrap-anywhere">A class of the course {offer.course}</p>
      <div className="mb-8 border-l-2 border-accent pl-4 text-sm">
        <WhatStaffSee />
        {offer.deletion && (
          <p className="mt-2">
            What you do for the class, and have done before for the same exercises and lessons, will be
            deleted on <Deadline {...offer.deletion} />.
          </p>
        )}
      </div>
      {account ? (
        <>
          <p className="mb-4 wrap-anywhere">
            You are signed in as {visibleLine(account.name)}, {visibleLine(account.email)}.
          </p>
          <JoinForm name={offer.name} action={submitJoin.bind(null, code)} />
        </>
      ) : (
        <>
          <p className="mb-4">
            To join, you need an account. What you have done in this browser so far becomes part of it.
          </p>
          <AccountChoice to={hrefTo('join', code)} />
        </>
      )}
    </NarrowPage>
  );
}
