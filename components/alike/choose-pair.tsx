import type { AlikeSubmission, ComparedSubmissions } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';

/** Chooses the two submissions that are compared. */
export function ChoosePair({ compared: { submissions, left, right } }: { compared: ComparedSubmissions }) {
  const options = submissions.map(({ runId, name }: AlikeSubmission) => ({ value: runId, text: name }));
  return (
    <form className="mt-5 flex flex-wrap items-end gap-4">
      <SelectField
        label="Left"
        name="left"
        options={options}
        defaultValue={left.runId}
        className="max-w-64"
      />
      <SelectField
        label="Right"
        name="right"
        options={options}
        defaultValue={right.runId}
        className="max-w-64"
      />
      <Button type="submit" look="secondary">
        Compare
      </Button>
    </form>
  );
}
