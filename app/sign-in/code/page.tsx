import { signInAddress } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { CodeForm } from '@/components/accounts/code-form.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { submitCode } from './actions.ts';

export const metadata: Metadata = {
  title: pages.signInCode.title,
  description: pages.signInCode.description,
  robots: { index: false },
};

interface Props {
  searchParams: Promise<{ to?: string }>;
}

/**
 * Asks for the code after the password, a school or a mailed link. It looks the same without any of them,
 * because after signing in, Next renders it once more.
 */
export default async function SignInCodePage({ searchParams }: Props) {
  const { to } = await searchParams;
  return (
    <NarrowPage title={pages.signInCode.title}>
      <CodeForm action={submitCode.bind(null, to)} />
      <div className="mt-8 grid gap-3 border-t border-line pt-6 text-sm">
        <p>
          <Link href={signInAddress('signIn', to)} className="text-accent underline underline-offset-2">
            Sign in again
          </Link>
        </p>
        <Disclosure summary="I do not have the app">
          <p className="text-soft">
            Enter one of the backup codes that you were shown when you turned the second factor on. Each works
            once. If you have none left, ask the admin of this site to turn the second factor off.
          </p>
        </Disclosure>
      </div>
    </NarrowPage>
  );
}
