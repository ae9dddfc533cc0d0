import type { FormState } from '@dfm/contracts/page-data';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props extends Pick<FormState, 'values' | 'problems'> {
  /** Null: the work is kept. */
  months: number | null;
  /** When the learners' work is deleted, in words. */
  deletion: string;
}

/** For how long a class keeps its learners' work. */
export function RetentionField({ months, deletion, values, problems }: Props) {
  return (
    <TextField
      label="Delete learners’ work after the last deadline, in months"
      name="deleteAfterMonths"
      inputMode="numeric"
      className="[&>input]:w-28"
      hint={`Submissions, answers and comments for the assignments of this class, and the list of learners. What a different class of the learner has assigned and keeps stays. Empty: nothing is deleted. ${deletion}`}
      defaultValue={values?.deleteAfterMonths ?? String(months ?? '')}
      problem={problems?.deleteAfterMonths}
    />
  );
}
