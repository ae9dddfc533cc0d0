import 'server-only';
import { z } from 'zod';
import { storable } from '../db/storable.ts';

const NAME_MAX = 80;

/** What a school or an LMS says about a person. */
export interface Person {
  /** Its own ID of the person, which never changes. */
  subject: string;
  name: string;
  /** In lower case; undefined if it did not send a valid one. */
  email?: string | undefined;
}

const emailClaim = z.string().trim().toLowerCase().pipe(z.email().max(254));

/** The person in the claims of an ID token. */
export function personIn(subject: string, claims: Readonly<Record<string, unknown>>): Person {
  const email = emailClaim.safeParse(claims.email).data;
  return { subject, email, name: nameIn(claims) ?? email?.split('@')[0]?.slice(0, NAME_MAX) ?? '' };
}

function nameIn({ name, given_name, family_name }: Readonly<Record<string, unknown>>): string | undefined {
  const parts = [given_name, family_name].filter((part) => typeof part === 'string');
  const text = typeof name === 'string' ? name : parts.join(' ');
  return storable(text).trim().slice(0, NAME_MAX).toWellFormed() || undefined;
}
