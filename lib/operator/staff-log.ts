import 'server-only';
import type { StaffLog } from '@dfm/contracts/page-data';
import { type LogAddress, readLog } from '../audit/entries.ts';
import type { AdminAccess } from './access.ts';

/** What staff and admins did anywhere on the site. @param address unvalidated */
export async function wholeStaffLog(_access: AdminAccess, address: LogAddress): Promise<StaffLog> {
  return readLog({}, address);
}
