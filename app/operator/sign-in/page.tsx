import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { AddSchoolForm, ChangeSchoolForm, DeleteSchoolForm } from '@/components/operator/school-forms.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { LinkToShare } from '@/components/ui/link-to-share.tsx';
import { adminForPage } from '@/lib/operator/access.ts';
import { schoolsForAdmin } from '@/lib/schools/providers.ts';
import { redirectUri } from '@/lib/schools/sign-in-with-school.ts';
import { submitNewSchool, submitSchoolChange, submitSchoolDeletion } from './actions.ts';

export const metadata: Metadata = {
  title: pages.operatorSignIn.title,
  description: pages.operatorSignIn.description,
  robots: { index: false },
};

/** The schools with whose accounts people sign in. */
export default async function OperatorSignInPage() {
  const schools = await schoolsForAdmin(await adminForPage(hrefTo('operatorSignIn')));
  return (
    <NarrowPage title={pages.operatorSignIn.title}>
      {schools.length === 0 && <p className="mb-8 text-soft">No school has been added yet.</p>}
      {schools.map((school) => (
        <section key={school.id} className="mb-8 border-b border-line pb-6">
          <h2 className="text-lg font-semibold wrap-anywhere">{school.name}</h2>
          <p className="mt-1 mb-3 text-sm text-soft wrap-anywhere">
            {school.issuer}, {counted(school.accounts, 'account') || 'no accounts'}
          </p>
          <Disclosure summary="Change">
            <ChangeSchoolForm school={school} action={submitSchoolChange.bind(null, school.id)} />
          </Disclosure>
          <Disclosure summary="Delete">
            <DeleteSchoolForm
              stranded={school.stranded}
              action={submitSchoolDeletion.bind(null, school.id, school.stranded)}
            />
          </Disclosure>
        </section>
      ))}
      <section>
        <h2 className="mb-4 text-lg font-semibold">Add a school</h2>
        <p className="mb-2 text-soft">
          Register this site at the school’s OpenID Connect provider, as a web application with this redirect
          URI:
        </p>
        <div className="mb-6">
          <LinkToShare address={redirectUri()} what="the redirect URI" />
        </div>
        <AddSchoolForm action={submitNewSchool} />
      </section>
    </NarrowPage>
  );
}
