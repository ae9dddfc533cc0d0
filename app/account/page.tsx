import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { visibleText } from '@dfm/contracts/visible-text';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { BrowserList } from '@/components/accounts/browser-list.tsx';
import { browserName } from '@/components/accounts/browser-name.ts';
import { ChangePasswordForm } from '@/components/accounts/change-password-form.tsx';
import { DataDownloads } from '@/components/accounts/data-downloads.tsx';
import { DeleteAccountForm } from '@/components/accounts/delete-account-form.tsx';
import { NameForm } from '@/components/accounts/name-form.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { NewPasskeyForm } from '@/components/accounts/new-passkey-form.tsx';
import { OwnPasskeys } from '@/components/accounts/own-passkeys.tsx';
import { OwnSchools } from '@/components/accounts/own-schools.tsx';
import { SecondFactor } from '@/components/accounts/second-factor.tsx';
import { SignOutButton } from '@/components/accounts/sign-out-button.tsx';
import { WhatErasingDoes } from '@/components/accounts/what-erasing-does.tsx';
import { ClassList } from '@/components/classes/class-list.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Link } from '@/components/ui/link.tsx';
import { browsersOf, hasPassword } from '@/lib/accounts/own-account.ts';
import { passkeysOf } from '@/lib/accounts/passkeys.ts';
import { isSecondFactorRecommended, secondFactorOf } from '@/lib/accounts/second-factor.ts';
import { type Account, accountForPage } from '@/lib/auth/session.ts';
import { keptAfterErasure } from '@/lib/privacy/kept-after-erasure.ts';
import { newAnswerCount } from '@/lib/reports/own-reports.ts';
import { schoolsOf } from '@/lib/schools/own-schools.ts';
import { signInProblemText } from '@/lib/schools/sign-in-problems.ts';
import { classesOf } from '@/lib/teaching/my-classes.ts';
import {
  endOwnSession,
  endSession,
  submitConnection,
  submitDeletion,
  submitDisconnection,
  submitName,
  submitPassword,
  submitSecondFactor,
} from './actions.ts';
import { submitPasskey, submitPasskeyRemoval, submitPasskeyStart } from './passkeys/actions.ts';

export const metadata: Metadata = {
  title: pages.account.title,
  description: pages.account.description,
  robots: { index: false },
};

interface Props {
  /** `problem` is present after connecting a school did not work. */
  searchParams: Promise<{ problem?: string; school?: string }>;
}

export default async function AccountPage({ searchParams }: Props) {
  const account = await accountForPage(hrefTo('account'));
  const withPassword = await hasPassword(account);
  const factor = await secondFactorOf(account);
  return (
    <NarrowPage title={pages.account.title}>
      <div className="-mt-2 mb-10 flex flex-wrap items-center justify-between gap-4">
        <p className="text-soft">Signed in as {visibleText(account.email)}</p>
        <SignOutButton signOut={endOwnSession} />
      </div>
      <div className="grid gap-12">
        <NameForm name={account.name} action={submitName} />
        <Section title="Password">
          {withPassword ? <ChangePasswordForm action={submitPassword} /> : <NoPassword />}
        </Section>
        <Schools account={account} hasPassword={withPassword} searchParams={searchParams} />
        <Section title="Passkeys">
          <Passkeys account={account} hasPassword={withPassword} hasSecondFactor={factor.stage === 'on'} />
        </Section>
        <Section title="Second factor">
          <SecondFactor
            factor={factor}
            hasPassword={withPassword}
            isRecommended={await isSecondFactorRecommended(account)}
            action={submitSecondFactor}
          />
        </Section>
        <Section title="Where you are signed in">
          <BrowserList browsers={await browsersOf(account)} signOut={endSession} />
        </Section>
        <Section title="Your classes">
          <ClassList classes={await classesOf(account.id)} />
        </Section>
        <Section title={pages.ownReports.title}>
          <OwnReports accountId={account.id} />
        </Section>
        <Section title="Teaching">
          <Teaching isAdmin={account.isAdmin} />
        </Section>
        <Section title="Your data">
          <p className="mb-3 text-soft">Everything that this site stores about you.</p>
          <DataDownloads path={`${hrefTo('account')}/data`} />
        </Section>
        <Section title="Delete this account">
          <div className="mb-3 text-soft">
            <WhatErasingDoes kept={keptAfterErasure()} />
          </div>
          <Disclosure summary="Delete my account">
            <DeleteAccountForm hasPassword={withPassword} action={submitDeletion} />
          </Disclosure>
        </Section>
      </div>
    </NarrowPage>
  );
}

async function OwnReports({ accountId }: { accountId: string }) {
  const answers = await newAnswerCount(accountId);
  return (
    <p className="text-soft">
      <SiteLink page="ownReports">What you reported about lessons, exercises and labs</SiteLink>
      {answers > 0 && `: ${counted(answers, 'new answer')}`}
    </p>
  );
}

function Teaching({ isAdmin }: { isAdmin: boolean }) {
  return (
    <ul className="grid gap-2">
      <li>
        <SiteLink page="teach">Your courses and classes</SiteLink>
      </li>
      <li>
        <SiteLink page="apiTokens">Tokens for programs and git</SiteLink>
      </li>
      {isAdmin && (
        <li>
          <SiteLink page="operator">Nodes, queue and faults of this installation</SiteLink>
        </li>
      )}
    </ul>
  );
}

interface SchoolsProps extends Props {
  account: Account;
  hasPassword: boolean;
}

async function Schools({ account, hasPassword: withPassword, searchParams }: SchoolsProps) {
  const { problem, school } = await searchParams;
  const schools = await schoolsOf(account);
  if (schools.length === 0) return null;
  const name = schools.find(({ id }) => id === school)?.name;
  return (
    <Section title="Signing in with a school">
      <div className="mb-4 empty:hidden">
        <FormProblem>{signInProblemText(problem, name)}</FormProblem>
      </div>
      <OwnSchools
        schools={schools.map((each) => ({ ...each, connect: submitConnection.bind(null, each.id) }))}
        hasPassword={withPassword}
        disconnect={submitDisconnection}
      />
    </Section>
  );
}

interface PasskeysProps {
  account: Account;
  hasPassword: boolean;
  hasSecondFactor: boolean;
}

async function Passkeys({ account, hasPassword: withPassword, hasSecondFactor }: PasskeysProps) {
  const userAgent = (await headers()).get('user-agent') ?? undefined;
  return (
    <>
      <p className="mb-4 text-soft">
        With a passkey you sign in by unlocking your device: with its PIN, your finger or your face. There is
        nothing to type, so there is nothing that a page which imitates this one could steal.
      </p>
      <OwnPasskeys passkeys={await passkeysOf(account)} remove={submitPasskeyRemoval} />
      <div className="mt-4">
        {withPassword ? (
          <Disclosure summary="Add a passkey">
            <NewPasskeyForm
              deviceName={browserName(userAgent)}
              hasSecondFactor={hasSecondFactor}
              start={submitPasskeyStart}
              finish={submitPasskey}
            />
          </Disclosure>
        ) : (
          <p className="text-soft">To add one, you need a password first.</p>
        )}
      </div>
    </>
  );
}

function NoPassword() {
  return (
    <p className="text-soft">
      You sign in with your school and have no password. Your teacher or the admin of this site can give you a
      link with which you choose one.
    </p>
  );
}

type Page = 'teach' | 'apiTokens' | 'operator' | 'ownReports';

function SiteLink({ page, children }: { page: Page; children: ReactNode }) {
  return (
    <Link href={hrefTo(page)} className="text-accent underline underline-offset-2">
      {children}
    </Link>
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
