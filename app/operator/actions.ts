'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import { revalidatePath } from 'next/cache';
import { requireAdmin } from '@/lib/operator/access.ts';
import { forgetNode, setDraining } from '@/lib/operator/nodes.ts';

export async function drain(form: FormData): Promise<void> {
  await setDraining(await requireAdmin(), textOf(form, 'node'), textOf(form, 'draining') === 'true');
  revalidatePath(hrefTo('operator'));
}

export async function forget(form: FormData): Promise<void> {
  await forgetNode(await requireAdmin(), textOf(form, 'node'));
  revalidatePath(hrefTo('operator'));
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
