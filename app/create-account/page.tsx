import { signInAddress } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { submitSchool } from '@/app/sign-in/school/actions.ts';
import { CreateAccountForm } from '@/components/accounts/create-account-form.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { SchoolButtons } from '@/components/accounts/school-buttons.tsx';
import { Link } from '@/components/ui/link.tsx';
import { schools } from '@/lib/schools/own-schools.ts';
import { submitAccount } from './actions.ts';

export const metadata: Metadata = {
  title: pages.createAccount.title,
  description: pages.createAccount.description,
};

export default async function CreateAccountPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string }>;
}) {
  const { to } = await searchParams;
  return (
    <NarrowPage title={pages.createAccount.title}>
      <p className="-mt-2 mb-8 text-soft">
        You do not need one to read, practice or run exercises. With an account your work follows you to other
        devices, and you can join a class. What you have done in this browser so far becomes part of it.
      </p>
      <CreateAccountForm action={submitAccount.bind(null, to)} />
      <SchoolButtons
        choices={(await schools()).map(({ id, name }) => ({
          id,
          name,
          action: submitSchool.bind(null, id, to),
        }))}
      />
      <p className="mt-8 border-t border-line pt-6 text-sm">
        Do you have an account?{' '}
        <Link href={signInAddress('signIn', to)} className="text-accent underline underline-offset-2">
          Sign in
        </Link>
      </p>
    </NarrowPage>
  );
}
