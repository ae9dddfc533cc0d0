'use server';

import { hrefTo } from '@dfm/contracts/pages';
import { revalidatePath } from 'next/cache';
import { requireOperator, signInOperator, signOutOperator } from '@/lib/operator/access.ts';
import { forgetNode, setDraining } from '@/lib/operator/nodes.ts';

/** @returns an error message; undefined after a successful sign-in */
export async function signIn(_before: string | undefined, form: FormData): Promise<string | undefined> {
  if (!(await signInOperator(textOf(form, 'key'))))
    return 'This is not the operator key of this installation.';
  revalidatePath(hrefTo('operator'));
  return undefined;
}

export async function signOut(): Promise<void> {
  await signOutOperator();
  revalidatePath(hrefTo('operator'));
}

export async function drain(form: FormData): Promise<void> {
  await requireOperator();
  await setDraining(textOf(form, 'node'), textOf(form, 'draining') === 'true');
  revalidatePath(hrefTo('operator'));
}

export async function forget(form: FormData): Promise<void> {
  await requireOperator();
  await forgetNode(textOf(form, 'node'));
  revalidatePath(hrefTo('operator'));
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
