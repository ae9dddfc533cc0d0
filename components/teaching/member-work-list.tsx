import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ClassMember, FormAction, MemberWork } from '@dfm/contracts/page-data';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ExtensionForm } from './extension-form.tsx';
import { OverrideForm } from './override-form.tsx';

/** What staff can decide for a learner. */
interface Decisions {
  extend: FormAction;
  override: FormAction;
}

interface Props {
  member: ClassMember;
  /** Address of the assignments of the class. */
  assignments: string;
  /** Undefined for staff who may not. */
  decide: Decisions | undefined;
}

/** Everything that a learner has to do in a class, with grade and deadline and the reasons for both. */
export function MemberWorkList({ member: { work }, assignments, decide }: Props) {
  if (work.length === 0)
    return (
      <p className="mt-6 text-soft">
        <Link href={assignments} className="text-accent underline underline-offset-2">
          Nothing is assigned yet.
        </Link>
      </p>
    );
  return (
    <ul className="mt-6 max-w-figure border-b border-line">
      {work.map((item) => (
        <li key={`${item.kind}/${item.slug}`} className="border-t border-line py-3">
          <WorkSummary item={item} />
          {decide && <DecisionForms item={item} decide={decide} />}
        </li>
      ))}
    </ul>
  );
}

function WorkSummary({ item: { kind, title, points, explanation, runId, deadline } }: { item: MemberWork }) {
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h3 className="font-semibold wrap-anywhere">
          {kind === 'quiz' && 'Quiz: '}
          {title}
        </h3>
        <span className="tabular-nums">{points ?? '–'}</span>
      </div>
      <p className="text-sm text-soft">
        {explanation}{' '}
        {runId !== undefined && (
          <Link href={hrefTo('run', runId)} className="text-accent underline underline-offset-2">
            Open the submission
          </Link>
        )}
      </p>
      <p className="text-sm text-soft">{deadline}</p>
    </>
  );
}

function DecisionForms({ item, decide }: { item: MemberWork; decide: Decisions }) {
  return (
    <div className="mt-1 flex flex-wrap gap-x-6">
      {item.due !== '' && (
        <Disclosure summary={<For what="Extend the deadline" title={item.title} />}>
          <div className="w-96 max-w-full py-2">
            <ExtensionForm item={item} action={decide.extend} />
          </div>
        </Disclosure>
      )}
      <Disclosure summary={<For what="Set the points" title={item.title} />}>
        <div className="w-96 max-w-full py-2">
          <OverrideForm item={item} action={decide.override} />
        </div>
      </Disclosure>
    </div>
  );
}

function For({ what, title }: { what: string; title: string }) {
  return (
    <>
      {what}
      <span className="sr-only">: {title}</span>
    </>
  );
}
