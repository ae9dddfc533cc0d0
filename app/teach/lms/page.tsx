import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ConnectedLms } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { KeyList } from '@/components/lms/key-list.tsx';
import { LmsDetails } from '@/components/lms/lms-details.tsx';
import { AddLmsForm, ChangeLmsForm, DeleteLmsForm } from '@/components/lms/lms-forms.tsx';
import { ToolAddressList } from '@/components/lms/tool-address-list.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { RETIRED_TOOL_KEY_DAYS } from '@/lib/limits/retired-key-days.ts';
import { lmsAccessForPage } from '@/lib/lti/access.ts';
import { toolKeys } from '@/lib/lti/keys.ts';
import { connectedLmss, coursesForLms } from '@/lib/lti/platforms.ts';
import { toolAddresses } from '@/lib/lti/tool-addresses.ts';
import { env } from '@/lib/platform/env.ts';
import {
  submitDeployment,
  submitDeploymentRemoval,
  submitNewKey,
  submitPlatform,
  submitPlatformChange,
  submitPlatformDeletion,
} from './actions.ts';

export const metadata: Metadata = {
  title: pages.lms.title,
  description: pages.lms.description,
  robots: { index: false },
};

/** The LMSs from which learners open exercises and lessons. */
export default async function LmsPage() {
  const access = await lmsAccessForPage(hrefTo('lms'));
  const [lmss, courses, keys] = await Promise.all([connectedLmss(access), coursesForLms(access), toolKeys()]);
  return (
    <div className="mx-auto max-w-figure px-4 py-12 sm:px-6">
      <Breadcrumb trail={[{ href: hrefTo('teach'), text: pages.teach.title }]} />
      <h1 className="text-2xl font-semibold">{pages.lms.title}</h1>
      <p className="mt-2 max-w-measure text-soft">
        Learners open exercises and lessons from links in Moodle, Canvas or another LMS, through LTI 1.3, and
        become members of your class.
      </p>
      {lmss.map((lms) => (
        <Lms key={lms.id} lms={lms} />
      ))}
      <section aria-labelledby="connect" className="mt-12">
        <h2 id="connect" className="text-xl font-semibold">
          Connect an LMS
        </h2>
        <p className="mt-2 mb-4 max-w-measure text-soft">
          First, add this site to the LMS as an external tool (LTI 1.3 Advantage) with these addresses. The
          LMS then shows what to enter below.
        </p>
        <ToolAddressList addresses={toolAddresses(env().SITE_URL)} />
        <div className="mt-6 max-w-md">
          <Disclosure summary="Enter what the LMS shows" open={lmss.length === 0}>
            <div className="py-3">
              <AddLmsForm courses={courses} action={submitPlatform} />
            </div>
          </Disclosure>
        </div>
      </section>
      <section aria-labelledby="keys" className="mt-12">
        <h2 id="keys" className="text-xl font-semibold">
          Keys
        </h2>
        <KeyList
          keys={keys}
          keptDays={RETIRED_TOOL_KEY_DAYS}
          renew={access.account.isAdmin ? submitNewKey : undefined}
        />
      </section>
    </div>
  );
}

function Lms({ lms }: { lms: ConnectedLms }) {
  const { id, stranded } = lms;
  return (
    <section aria-labelledby={id} className="mt-10 border-b border-line pb-6">
      <h2 id={id} className="text-xl font-semibold wrap-anywhere">
        {lms.name}
      </h2>
      <LmsDetails
        lms={lms}
        addDeployment={submitDeployment.bind(null, id)}
        removeDeployment={submitDeploymentRemoval.bind(null, id)}
      />
      <div className="max-w-md">
        <Disclosure summary="Change">
          <div className="py-3">
            <ChangeLmsForm lms={lms} action={submitPlatformChange.bind(null, id)} />
          </div>
        </Disclosure>
        <Disclosure summary="Delete">
          <div className="py-3">
            <DeleteLmsForm lms={lms} action={submitPlatformDeletion.bind(null, id, stranded)} />
          </div>
        </Disclosure>
      </div>
    </section>
  );
}
