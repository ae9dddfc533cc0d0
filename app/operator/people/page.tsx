import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { FindPersonForm } from '@/components/operator/find-person-form.tsx';
import { adminForPage } from '@/lib/operator/access.ts';
import { submitSearch } from './actions.ts';

export const metadata: Metadata = {
  title: pages.operatorPeople.title,
  description: pages.operatorPeople.description,
  robots: { index: false },
};

interface Props {
  searchParams: Promise<{ erased?: string }>;
}

/** Finds an account, to answer someone who asks what is stored about them or wants to be erased. */
export default async function OperatorPeoplePage({ searchParams }: Props) {
  await adminForPage(hrefTo('operatorPeople'));
  const { erased } = await searchParams;
  return (
    <NarrowPage title={pages.operatorPeople.title}>
      {erased !== undefined && (
        <output className="mb-6 block text-sm text-soft">The person has been erased.</output>
      )}
      <p className="mb-6 text-soft">
        For someone who asks what is stored about them or wants to be erased, and cannot do it on their
        account page, or who has lost their second factor. Check first that it is really them.
      </p>
      <FindPersonForm action={submitSearch} />
    </NarrowPage>
  );
}
