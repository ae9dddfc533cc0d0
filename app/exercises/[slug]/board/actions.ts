'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import { redirect } from 'next/navigation';
import { changeOwnName, withdrawOwnName } from '@/lib/boards/own-name.ts';

/**
 * Puts the current learner on the leaderboard, or changes their name there. If the name is refused, the page
 * that follows shows why.
 */
export async function chooseBoardName(form: FormData): Promise<void> {
  const [slug, typed] = [textOf(form, 'exercise'), textOf(form, 'name')];
  const chosen = await changeOwnName(slug, typed);
  redirect(
    chosen.ok
      ? hrefTo('board', slug)
      : `${hrefTo('board', slug)}?${new URLSearchParams({ problem: chosen.problem, name: typed.slice(0, 60) })}#name`,
  );
}

export async function withdrawBoardName(form: FormData): Promise<void> {
  const slug = textOf(form, 'exercise');
  await withdrawOwnName(slug);
  redirect(hrefTo('board', slug));
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
