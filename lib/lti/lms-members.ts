import 'server-only';
import { z } from 'zod';
import { storable } from '../db/storable.ts';
import { askWithToken, type ServiceClient } from './access-token.ts';
import { isDone, type PlatformAnswer } from './platform-request.ts';
import { nextPage, readAnswer } from './read-answer.ts';
import { scopes } from './scopes.ts';
import { ServiceFailure } from './service-problem.ts';

/** Someone in a course of an LMS. */
export interface LmsMember {
  /** The ID that the LMS has for the person. */
  subject: string;
  /** Empty if the LMS does not give it. */
  name: string;
  /** In lower case; null if the LMS does not give a valid one. */
  email: string | null;
  /** Whether the person learns there, and does not only teach. */
  isLearner: boolean;
}

const PAGE_SIZE = 200;
const MEMBERS_MAX = 5_000;
const NAME_MAX = 80;

const optionalText = z.string().nullish().catch(null);
const membership = z.object({
  members: z.array(
    z.object({
      user_id: z.string().min(1).max(255),
      status: optionalText,
      name: optionalText,
      given_name: optionalText,
      family_name: optionalText,
      email: z.string().trim().toLowerCase().pipe(z.email().max(254)).nullish().catch(null),
      roles: z.array(z.string()).catch([]),
    }),
  ),
});

type Membership = z.infer<typeof membership>['members'][number];

/**
 * The active members of a course, from the Names and Role Provisioning Services of its LMS.
 *
 * @throws ServiceFailure as `askWithToken`, `not-allowed`, `unreadable`, or `too-large` for more than 5,000
 */
export async function lmsMembers(platform: ServiceClient, membershipsUrl: string): Promise<LmsMember[]> {
  const first = new URL(membershipsUrl);
  first.searchParams.set('limit', String(PAGE_SIZE));
  const bySubject = new Map<string, LmsMember>();
  const pages = new Set<string>();
  let address: string | undefined = first.href;
  while (address !== undefined) {
    pages.add(address);
    const answer: PlatformAnswer = await askWithToken(platform, [scopes.readMembers], address, {
      method: 'GET',
      headers: { accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json' },
    });
    if (!isDone(answer.status)) throw new ServiceFailure('not-allowed', `${address}: ${answer.status}`);
    const { members } = readAnswer(answer, membership);
    for (const member of members.filter(isActive)) bySubject.set(member.user_id, memberFrom(member));
    if (bySubject.size > MEMBERS_MAX) throw new ServiceFailure('too-large', `${bySubject.size} members`);
    address = nextPage(answer, address);
    // Pages without members, or that lead to each other, would have no end.
    if (address !== undefined && (members.length === 0 || pages.has(address)))
      throw new ServiceFailure('unreadable', address);
  }
  return [...bySubject.values()];
}

const isActive = ({ status }: Membership) => status === undefined || status === null || status === 'Active';

function memberFrom({ user_id, name, given_name, family_name, email, roles }: Membership): LmsMember {
  const text = name ?? [given_name, family_name].filter(Boolean).join(' ');
  return {
    subject: storable(user_id),
    name: storable(text).trim().slice(0, NAME_MAX).toWellFormed(),
    email: email ?? null,
    isLearner: roles.some((role) => role === 'Learner' || role.endsWith('#Learner')),
  };
}
