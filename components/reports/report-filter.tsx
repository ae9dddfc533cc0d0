import { reportStatusWords } from '@dfm/contracts/content-reports';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ContentReport } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';

type Part = Pick<ContentReport, 'part' | 'slug'>;

interface Props {
  parts: readonly (Part & { title: string })[];
  status: string | undefined;
  part: Part | undefined;
}

const valueOf = ({ part, slug }: Part) => `${part}/${slug}`;

/** Chooses which reports are listed. A plain form, so that the choice is in the address. */
export function ReportFilter({ parts, status, part }: Props) {
  return (
    <form action={hrefTo('contentReports')} className="mt-6 flex flex-wrap items-end gap-4">
      <SelectField
        label="State"
        name="status"
        defaultValue={status ?? ''}
        options={[
          { value: '', text: 'Not closed' },
          ...Object.entries(reportStatusWords).map(([value, text]) => ({ value, text })),
        ]}
      />
      <SelectField
        label="Lesson, exercise or lab"
        name="part"
        className="min-w-0 max-w-full"
        defaultValue={part ? valueOf(part) : ''}
        options={[
          { value: '', text: 'All' },
          ...parts.map((each) => ({ value: valueOf(each), text: each.title })),
        ]}
      />
      <Button type="submit">Show</Button>
    </form>
  );
}
