'use client';

import type { AlikeGroup, FormAction, SharedVerdict } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';

/** Writes one comment about the submissions with the same verdict, or about some groups of them. */
export function CommentForManyForm({ verdict, action }: { verdict: SharedVerdict; action: FormAction }) {
  const { groups, reasons } = verdict;
  const checks = reasons.flatMap((reason) => ('check' in reason ? [reason] : []));
  return (
    <Form action={action} submit="Send" look="secondary">
      {({ values, problems }) => (
        <>
          <TextArea
            label="Comment"
            name="text"
            required
            hint="Each learner finds it on the page of the submission and of the class, under your name."
            defaultValue={values?.text}
            problem={problems?.text}
          />
          {checks.length === 0 ? (
            <input type="hidden" name="check" value="" />
          ) : (
            <SelectField
              label="About"
              name="check"
              options={[
                { value: '', text: 'The submission as a whole' },
                ...checks.map(({ check }) => ({ value: check, text: `The line that ${check} names` })),
              ]}
              hint="In each submission its own line. Where the verdict names none, the submission as a whole."
              defaultValue={values?.check}
              problem={problems?.check}
            />
          )}
          {groups.length === 1 ? (
            <input type="hidden" name="runs:0" value={idsOf(groups[0]!)} />
          ) : (
            <fieldset className="grid gap-2">
              <legend className="mb-1.5 text-sm font-medium">For</legend>
              {groups.map((group, index) => (
                <CheckField
                  key={group.submissions[0]!.runId}
                  label={<span className="wrap-anywhere">{namesOf(group)}</span>}
                  name={`runs:${index}`}
                  value={idsOf(group)}
                  defaultChecked={values === undefined || values[`runs:${index}`] !== undefined}
                />
              ))}
              <FormProblem>{problems?.runs}</FormProblem>
            </fieldset>
          )}
        </>
      )}
    </Form>
  );
}

const SHOWN_NAMES = 3;

const idsOf = ({ submissions }: AlikeGroup): string => submissions.map(({ runId }) => runId).join(' ');

function namesOf({ submissions }: AlikeGroup): string {
  const names = submissions.slice(0, SHOWN_NAMES).map(({ name }) => name);
  const more = submissions.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
