import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ConnectedLms, FormAction } from '@dfm/contracts/page-data';
import { RemovalList } from '@/components/accounts/removal-list.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { DeploymentForm } from './lms-forms.tsx';

interface Props {
  lms: ConnectedLms;
  addDeployment: FormAction;
  removeDeployment: FormAction;
}

/**
 * What an LMS is connected with: a course of this site, courses of its own, and the places where it has this
 * site.
 */
export function LmsDetails({ lms, addDeployment, removeDeployment }: Props) {
  return (
    <>
      <p className="mt-1 mb-4 text-sm text-soft wrap-anywhere">
        {lms.course} · {lms.issuer} · client ID {lms.clientId} ·{' '}
        {counted(lms.accounts, 'account') || 'no accounts yet'}
      </p>
      {lms.contexts.length === 0 ? (
        <p className="mb-4 text-soft">
          Nobody has come from this LMS yet. Open a link there, or choose content for one.
        </p>
      ) : (
        <ul className="mb-4 border-b border-line">
          {lms.contexts.map(({ id, title, cohort, links }) => (
            <li
              key={id}
              className="flex flex-wrap items-baseline justify-between gap-x-6 border-t border-line py-2"
            >
              <Link
                href={hrefTo('lmsContext', id)}
                className="font-semibold wrap-anywhere hover:text-accent hover:underline"
              >
                {title}
              </Link>
              <p className="text-sm text-soft wrap-anywhere">
                {cohort ?? 'choose its class'} · {counted(links, 'link') || 'no links'}
              </p>
            </li>
          ))}
        </ul>
      )}
      <Disclosure summary={`Deployments (${lms.deployments.length})`} open={lms.deployments.length === 0}>
        <div className="max-w-md py-3">
          <RemovalList
            items={lms.deployments.map((id) => ({ id, name: id }))}
            action={removeDeployment}
            field="remove"
            verb="Remove"
          />
          <div className="mt-4">
            <DeploymentForm action={addDeployment} />
          </div>
        </div>
      </Disclosure>
    </>
  );
}
