import 'server-only';
import type { StaffLog } from '@dfm/contracts/page-data';
import { type LogAddress, readLog } from '../audit/entries.ts';
import type { CohortAccess } from './access.ts';

/** What staff did in a class, and in its course as a whole. @param address unvalidated */
export async function staffLog(
  { cohortId, courseId }: CohortAccess<'manage'>,
  address: LogAddress,
): Promise<StaffLog> {
  return readLog({ OR: [{ cohortId }, { courseId, cohortId: null }] }, address);
}
