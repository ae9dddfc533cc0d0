import { hrefTo } from '@dfm/contracts/page-addresses';
import { visibleText } from '@dfm/contracts/visible-text';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { AcceptForm } from '@/components/accounts/accept-form.tsx';
import { AccountChoice } from '@/components/accounts/account-choice.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { SetPasswordForm } from '@/components/accounts/set-password-form.tsx';
import { SignInButton } from '@/components/accounts/sign-in-button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { linkOffer, type LinkOffer } from '@/lib/accounts/one-time-link.ts';
import { accountOf } from '@/lib/auth/session.ts';
import { submitAcceptance, submitNewPassword } from './actions.ts';

export const metadata: Metadata = {
  title: 'One-time link',
  robots: { index: false },
  // The address is a secret. With no-referrer, browsers would send forms without their origin.
  referrer: 'same-origin',
};

/**
 * What a one-time link offers. Opening it changes nothing, because programs that look at links in messages
 * open them too.
 */
interface Props {
  params: Promise<{ token: string }>;
  /** `to`: where to continue after signing in. */
  searchParams: Promise<{ to?: string }>;
}

export default async function LinkPage({ params, searchParams }: Props) {
  const { token } = await params;
  const offer = await linkOffer(token);
  if (offer === undefined)
    return (
      <NarrowPage title="This link no longer works">
        <p className="text-soft">It has been used or has expired. Get a new one where you got it.</p>
      </NarrowPage>
    );
  if (offer.purpose === 'password')
    return (
      <NarrowPage title="Choose a new password">
        <NewPassword token={token} email={offer.email} />
      </NarrowPage>
    );
  if (offer.purpose === 'email')
    return <MailedLink token={token} offer={offer} to={(await searchParams).to} />;
  const account = await accountOf(await headers());
  const { title, text, button } = inWords(offer);
  return (
    <NarrowPage title={title}>
      <p className="-mt-2 mb-8 text-soft">{text}</p>
      {account ? (
        <>
          <p className="mb-4">You are signed in as {visibleText(account.email)}.</p>
          <AcceptForm submit={button} action={submitAcceptance.bind(null, token)} />
        </>
      ) : (
        <>
          <p className="mb-4">First you need an account.</p>
          <AccountChoice to={hrefTo('link', token)} />
        </>
      )}
    </NarrowPage>
  );
}

function NewPassword({ token, email }: { token: string; email: string }) {
  return (
    <>
      <p className="-mt-2 mb-8 text-soft">
        For the account {visibleText(email)}. Every browser that is signed in to it will be signed out, and
        its passkeys and its tokens for programs will be removed.
      </p>
      <SetPasswordForm email={email} action={submitNewPassword.bind(null, token)} />
    </>
  );
}

interface MailedLinkProps {
  token: string;
  offer: Extract<LinkOffer, { purpose: 'email' }>;
  to: string | undefined;
}

/** Signs in, or sets a password. An address that nobody has confirmed yet needs a password of its owner first. */
function MailedLink({ token, offer: { email, maySignIn }, to }: MailedLinkProps) {
  if (!maySignIn)
    return (
      <NarrowPage title="Choose a new password">
        <p className="-mt-2 mb-6 text-soft">
          This address has not been confirmed before. Choose a new password once, so that nobody who may have
          used your address can sign in.
        </p>
        <NewPassword token={token} email={email} />
      </NarrowPage>
    );
  return (
    <NarrowPage title="Sign in">
      <p className="-mt-2 mb-6 text-soft">With the account {visibleText(email)}.</p>
      <SignInButton
        label="Sign in"
        address={`${hrefTo('link', token)}/sign-in${to === undefined ? '' : `?${new URLSearchParams({ to })}`}`}
      />
      <div className="mt-8 border-t border-line pt-6">
        <Disclosure summary="Choose a new password instead">
          <NewPassword token={token} email={email} />
        </Disclosure>
      </div>
    </NarrowPage>
  );
}

const roles = {
  assistant: 'As an assistant, you see the submissions and grades of its classes.',
  instructor: 'As an instructor, you run its classes: assignments, deadlines, people and grades.',
  author: 'As an author, you see its classes and assignments, but no learner’s work.',
} as const;

function inWords(offer: Extract<LinkOffer, { purpose: 'admin' | 'staff' }>) {
  if (offer.purpose === 'admin')
    return {
      title: 'Become the admin',
      text: 'The admin of this installation creates courses, decides who teaches them, and looks after the machines that run exercises.',
      button: 'Become the admin',
    };
  return {
    title: `Teach ${visibleText(offer.course)}`,
    text: `You have been invited to the staff of the course “${visibleText(offer.course)}”. ${roles[offer.role]}`,
    button: 'Join the staff',
  };
}
