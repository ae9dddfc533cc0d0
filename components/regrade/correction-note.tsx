import type { Correction } from '@dfm/contracts/page-data';
import { Callout } from '@/components/ui/callout.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  correction: Correction;
  /** Of the run's page. */
  address: string;
  /** Whether the original verdict is below. */
  original: boolean;
}

/** Says that the run was judged again, and links to the other verdict. */
export function CorrectionNote({ correction: { note, at }, address, original }: Props) {
  return (
    <Callout title={original ? 'The original verdict' : 'Judged again'}>
      <p className="wrap-anywhere">
        Judged again on <Moment at={at} />: {note}
      </p>
      <p className="mt-1">
        {original
          ? 'Below is the verdict from before, which no longer counts. '
          : 'Below is the new verdict, which counts. '}
        <Link
          href={original ? address : `${address}?verdict=original`}
          className="text-accent underline underline-offset-2"
        >
          {original ? 'Show the new verdict' : 'Show the original verdict'}
        </Link>
      </p>
    </Callout>
  );
}
