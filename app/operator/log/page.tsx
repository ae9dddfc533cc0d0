import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { StaffLogList } from '@/components/teaching/staff-log-list.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import type { LogAddress } from '@/lib/audit/entries.ts';
import { adminForPage } from '@/lib/operator/access.ts';
import { wholeStaffLog } from '@/lib/operator/staff-log.ts';

export const metadata: Metadata = {
  title: pages.operatorLog.title,
  description: pages.operatorLog.description,
  robots: { index: false },
};

/** What staff and admins did for others, in all courses. */
export default async function OperatorLogPage({ searchParams }: { searchParams: Promise<LogAddress> }) {
  const path = hrefTo('operatorLog');
  const log = await wholeStaffLog(await adminForPage(path), await searchParams);
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <Breadcrumb trail={[{ href: hrefTo('operator'), text: 'Operator' }]} here={pages.operatorLog.title} />
      <h1 className="mb-6 text-2xl font-semibold">{pages.operatorLog.title}</h1>
      <StaffLogList log={log} path={path} />
    </div>
  );
}
