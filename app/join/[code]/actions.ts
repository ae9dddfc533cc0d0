'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { actingAccount } from '@/lib/auth/session.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { networkKey } from '@/lib/limits/network.ts';
import { join } from '@/lib/teaching/joining.ts';

/** @param code unvalidated */
export async function submitJoin(code: string): Promise<FormState> {
  return orMessage(async () => {
    const account = await actingAccount();
    return redirect(hrefTo('myClass', await join(account, String(code), networkKey(await headers()))));
  });
}
