'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { redirect } from 'next/navigation';
import { actingAccount } from '@/lib/auth/session.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { leave } from '@/lib/teaching/joining.ts';

/** @param cohortId unvalidated */
export async function submitLeave(cohortId: string): Promise<FormState> {
  return orMessage(async () => {
    await leave((await actingAccount()).id, cohortId);
    return redirect(hrefTo('account'));
  });
}
