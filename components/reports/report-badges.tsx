import { reportKindWords, reportStatusWords } from '@dfm/contracts/content-reports';
import type { ContentReport, ReportStatus } from '@dfm/contracts/page-data';
import { Badge, type Tone } from '@/components/ui/badge.tsx';

const tones: Record<ReportStatus, Tone> = {
  open: 'accent',
  answered: 'neutral',
  fixed: 'good',
  declined: 'neutral',
};

/** What the reader thinks of the passage, and what the authors did. */
export function ReportBadges({ kind, status }: Pick<ContentReport, 'kind' | 'status'>) {
  return (
    <>
      <Badge>{reportKindWords[kind]}</Badge>
      <Badge tone={tones[status]}>{reportStatusWords[status]}</Badge>
    </>
  );
}
