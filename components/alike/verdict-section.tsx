import type { FormAction, SharedVerdict } from '@dfm/contracts/page-data';
import { FailureText } from '@/components/teaching/failure-text.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { AlikeGroupItem } from './alike-group-item.tsx';
import { CommentForManyForm } from './comment-for-many-form.tsx';

interface Props {
  verdict: SharedVerdict;
  /** Address of the page that compares two submissions. */
  compareAt: string;
  /** Address of the patch that declares a submission as a variant. */
  variantAt: string;
  action: FormAction;
}

/** The submissions with one verdict, in groups that are alike, and a comment for them. */
export function VerdictSection({ verdict, compareAt, variantAt, action }: Props) {
  const { passed, reasons, submissions, groups } = verdict;
  const id = `verdict-${groups[0]!.submissions[0]!.runId}`;
  return (
    <section aria-labelledby={id} className="mt-8 border-t border-line pt-4">
      <h3 id={id} className="font-semibold">
        {counted(submissions, 'learner')}: {passed ? 'passed' : 'not passed'}
      </h3>
      {reasons.length > 0 && (
        <ul className="mt-1 text-sm">
          {reasons.map((reason) => (
            <li key={JSON.stringify(reason)}>
              <FailureText reason={reason} />
            </li>
          ))}
        </ul>
      )}
      {!passed && reasons.length === 0 && (
        <p className="mt-1 text-sm">No check failed, but the points are too few to pass.</p>
      )}
      <ol className="mt-3">
        {groups.map((group) => (
          <AlikeGroupItem
            key={group.submissions[0]!.runId}
            group={group}
            compareAt={compareAt}
            variantAt={variantAt}
          />
        ))}
      </ol>
      <Disclosure summary={submissions === 1 ? 'Comment' : `One comment for all ${submissions}`}>
        <div className="max-w-measure pb-2">
          <CommentForManyForm verdict={verdict} action={action} />
        </div>
      </Disclosure>
    </section>
  );
}
