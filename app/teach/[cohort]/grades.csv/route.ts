import { PlatformError } from '@dfm/contracts';
import { accountOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { cohortAccess } from '@/lib/teaching/access.ts';
import { gradebookOf } from '@/lib/teaching/gradebook.ts';
import { gradesCsv } from '@/lib/teaching/grades-csv.ts';

interface Context {
  params: Promise<{ cohort: string }>;
}

/** The gradebook as a file for a spreadsheet. */
export const GET = route<Context>(async ({ headers }, { params }) => {
  const account = await accountOf(headers);
  if (!account) throw new PlatformError('unauthenticated', 'Sign in to download the grades of a class.');
  const access = await cohortAccess(account, (await params).cohort, 'seeWork');
  return new Response(gradesCsv(await gradebookOf(access)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="grades.csv"',
      'cache-control': 'no-store',
    },
  });
});
