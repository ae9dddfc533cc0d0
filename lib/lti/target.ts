import 'server-only';
import { hrefTo, slugOf } from '@dfm/contracts/page-addresses';
import { z } from 'zod';
import type { AssignmentKind } from '../db/generated/enums.ts';
import { env } from '../platform/env.ts';
import { assignableWork } from '../teaching/assignments.ts';

/** The work that a link of an LMS opens. */
export interface LinkedWork {
  kind: AssignmentKind;
  slug: string;
}

const custom = z.object({ kind: z.enum(['exercise', 'quiz']), slug: z.string().max(200) });

/** Whether a link of an LMS may lead to an address: it is one of this site. */
export function isOwnAddress(address: string): boolean {
  return URL.canParse(address) && new URL(address).origin === new URL(env().SITE_URL).origin;
}

/** The page on which work is done. */
export function pathOfWork({ kind, slug }: LinkedWork): string {
  return kind === 'exercise' ? hrefTo('exercise', slug) : hrefTo('lesson', slug);
}

/**
 * The work behind a link: that of the address, which a teacher may have copied from the browser, and
 * otherwise that of the parameters which this site has put into the link.
 *
 * @param target an address of this site
 * @param parameters the custom parameters of the link, unvalidated
 * @returns undefined if it is nothing that a class can be assigned
 */
export async function workBehind(target: string, parameters: unknown): Promise<LinkedWork | undefined> {
  const { pathname } = new URL(target);
  const [exercise, lesson] = [slugOf('exercise', pathname), slugOf('lesson', pathname)];
  const named: LinkedWork | undefined =
    exercise !== undefined
      ? { kind: 'exercise', slug: exercise }
      : lesson !== undefined
        ? { kind: 'quiz', slug: lesson }
        : custom.safeParse(parameters).data;
  const all = (await assignableWork()).flatMap(({ items }) => items);
  return named && all.some(({ kind, slug }) => kind === named.kind && slug === named.slug)
    ? named
    : undefined;
}
