import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DataDownloads } from '@/components/accounts/data-downloads.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { WhatErasingDoes } from '@/components/accounts/what-erasing-does.tsx';
import { ErasePersonForm } from '@/components/operator/erase-person-form.tsx';
import { ResetSecondFactorForm } from '@/components/operator/reset-second-factor-form.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { adminForPage } from '@/lib/operator/access.ts';
import { personForAdmin } from '@/lib/operator/person.ts';
import { keptAfterErasure } from '@/lib/privacy/kept-after-erasure.ts';
import { submitErasure, submitSecondFactorReset } from '../actions.ts';

export const metadata: Metadata = { title: 'Person', robots: { index: false } };

interface Props {
  params: Promise<{ person: string }>;
}

/** What an admin can do for someone who asks about their data. */
export default async function OperatorPersonPage({ params }: Props) {
  const { person: personId } = await params;
  const path = hrefTo('operatorPerson', personId);
  const person = await personForAdmin(await adminForPage(path), personId);
  if (person === undefined) notFound();
  return (
    <NarrowPage title={person.name}>
      <p className="-mt-2 mb-10 text-soft wrap-anywhere">
        {person.email}, since <Moment at={person.createdAt} />
      </p>
      <section>
        <h2 className="mb-4 text-lg font-semibold">Everything stored about this person</h2>
        <DataDownloads path={`${path}/data`} />
      </section>
      <section className="mt-12">
        <h2 className="mb-4 text-lg font-semibold">Second factor</h2>
        {person.hasSecondFactor ? (
          <>
            <p className="mb-3 text-soft">
              For someone who has lost the authenticator app and the backup codes. The password alone then
              lets them in, until they turn it on again. Check first that it is really them.
            </p>
            <Disclosure summary="Turn off the second factor">
              <ResetSecondFactorForm action={submitSecondFactorReset.bind(null, personId)} />
            </Disclosure>
          </>
        ) : (
          <p className="text-soft">This account has none.</p>
        )}
      </section>
      <section className="mt-12">
        <h2 className="mb-4 text-lg font-semibold">Erase this person</h2>
        <div className="mb-3 text-soft">
          <WhatErasingDoes kept={keptAfterErasure()} />
        </div>
        <Disclosure summary="Erase this person">
          <ErasePersonForm action={submitErasure.bind(null, personId)} />
        </Disclosure>
      </section>
    </NarrowPage>
  );
}
