import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ltiProblem } from '@/lib/lti/problems.ts';

export const metadata: Metadata = {
  title: pages.ltiProblem.title,
  description: pages.ltiProblem.description,
  robots: { index: false },
};

interface Props {
  searchParams: Promise<{ code?: string | string[] }>;
}

/** Why a link of an LMS could not be opened. */
export default async function LtiProblemPage({ searchParams }: Props) {
  const { code } = await searchParams;
  const problem = ltiProblem(code) ?? ltiProblem('not-a-launch')!;
  return (
    <NarrowPage title={pages.ltiProblem.title}>
      <p>{problem.what}</p>
      <p className="mt-3">{problem.advice}</p>
      <div className="mt-6">
        <Disclosure summary="Technical reason">
          <p className="text-sm text-soft">{problem.reason}</p>
          {typeof code === 'string' && ltiProblem(code) && (
            <p className="mt-2 text-sm text-soft">
              Code: <code>{code}</code>. The log of this site has an entry with it.
            </p>
          )}
        </Disclosure>
      </div>
    </NarrowPage>
  );
}
