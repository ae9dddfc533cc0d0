import { signInAddress } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { MailLinkForm } from '@/components/accounts/mail-link-form.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { PasskeySignIn } from '@/components/accounts/passkey-sign-in.tsx';
import { SchoolButtons } from '@/components/accounts/school-buttons.tsx';
import { SignInForm } from '@/components/accounts/sign-in-form.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Link } from '@/components/ui/link.tsx';
import { mailIsConfigured } from '@/lib/mail/mailer.ts';
import { schools } from '@/lib/schools/own-schools.ts';
import { signInProblemText } from '@/lib/schools/sign-in-problems.ts';
import { submitMailLink, submitSignIn } from './actions.ts';
import { submitPasskeyRequest, submitPasskeySignature } from './passkey/actions.ts';
import { submitSchool } from './school/actions.ts';

export const metadata: Metadata = { title: pages.signIn.title, description: pages.signIn.description };

interface Props {
  /** `changed` is present after a new password was chosen, `problem` after a school did not sign someone in. */
  searchParams: Promise<{ to?: string; changed?: string; problem?: string; school?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { to, changed, problem, school } = await searchParams;
  const choices = await schools();
  const name = choices.find(({ id }) => id === school)?.name;
  return (
    <NarrowPage title={pages.signIn.title}>
      {changed !== undefined && (
        <output className="mb-6 block text-soft">
          Your password has been changed. Sign in with the new one.
        </output>
      )}
      <div className="mb-6 empty:hidden">
        <FormProblem>{signInProblemText(problem, name)}</FormProblem>
      </div>
      <SignInForm action={submitSignIn.bind(null, to)} />
      <div className="mt-6 empty:hidden">
        <PasskeySignIn start={submitPasskeyRequest} finish={submitPasskeySignature.bind(null, to)} />
      </div>
      <SchoolButtons
        choices={choices.map(({ id, name: label }) => ({
          id,
          name: label,
          action: submitSchool.bind(null, id, to),
        }))}
      />
      <p className="mt-4 text-sm text-soft">
        What was done in this browser without an account is added to your account.
      </p>
      <div className="mt-8 grid gap-3 border-t border-line pt-6 text-sm">
        <p>
          New here?{' '}
          <Link
            href={signInAddress('createAccount', to)}
            className="text-accent underline underline-offset-2"
          >
            Create an account
          </Link>
        </p>
        {mailIsConfigured() ? (
          <Disclosure summary="Sign in with a link instead, or choose a new password">
            <p className="mb-4 text-soft">The link is sent to the e-mail address of your account.</p>
            <MailLinkForm action={submitMailLink.bind(null, to)} />
          </Disclosure>
        ) : (
          <Disclosure summary="I forgot my password">
            <p className="text-soft">
              Ask your teacher or the admin of this site for a link with which you can choose a new one.
            </p>
          </Disclosure>
        )}
      </div>
    </NarrowPage>
  );
}
