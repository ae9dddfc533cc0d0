import type { Metadata } from 'next';
import { ExtensionList } from '@/components/teaching/extension-list.tsx';
import { ExtensionTools } from '@/components/teaching/extension-tools.tsx';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { extendableWork, extensionsOf } from '@/lib/teaching/extensions.ts';
import { groupsOf } from '@/lib/teaching/roster.ts';
import { submitExtensions, submitExtensionWithdrawal, submitGroupExtension } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortExtensions', params, 'Extensions');
}

/** Later deadlines of single learners and of groups. */
export default async function CohortExtensionsPage({ params }: Props) {
  const access = await cohortPage('cohortExtensions', params, 'seeWork');
  const { cohortId: id } = access;
  const mayManage = access.may('manage');
  const [extensions, work, groups] = await Promise.all([
    extensionsOf(access),
    extendableWork(access),
    groupsOf(access),
  ]);
  return (
    <>
      <h2 className="mb-4 text-lg font-semibold">Extensions</h2>
      <ExtensionList
        cohortId={id}
        extensions={extensions}
        action={mayManage ? submitExtensionWithdrawal.bind(null, id) : undefined}
      />
      {mayManage && (
        <div className="mt-8 grid max-w-figure gap-4">
          <ExtensionTools
            cohortId={id}
            work={work}
            groups={groups}
            extendGroup={submitGroupExtension.bind(null, id)}
            importAll={submitExtensions.bind(null, id)}
          />
        </div>
      )}
    </>
  );
}
