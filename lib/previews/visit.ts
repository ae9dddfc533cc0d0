import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { env } from '../platform/env.ts';
import { perProcess } from '../platform/per-process.ts';
import { seal, unseal } from '../platform/sealed.ts';
import { labelOf } from './preview-address.ts';

/** A ticket is used by the redirect that brings it. */
const TICKET_MS = 30_000;

const visitSchema = z.object({ sessionId: z.string(), port: z.int(), loginId: z.string() });
/** What a browser may see: a port of a session, as long as the sign-in of its learner lasts. */
export type Visit = z.infer<typeof visitSchema>;

const ticketSchema = visitSchema.extend({ ticket: z.uuid(), expiresAt: z.number() });

/** A text that lets a browser into a preview once, within seconds. */
export function ticketFor(visit: Visit): string {
  const ticket = { ...visit, ticket: randomUUID(), expiresAt: Date.now() + TICKET_MS };
  return seal(JSON.stringify(ticket), 'ticket for a preview');
}

/** @returns undefined unless the ticket is for this preview, in time and unused */
export function useTicket(label: string, text: string): Visit | undefined {
  const opened = ticketSchema.safeParse(jsonOf(unseal(text, 'ticket for a preview')));
  if (!opened.success) return undefined;
  const { ticket, expiresAt, ...visit } = opened.data;
  if (expiresAt < Date.now() || labelOf(visit) !== label || usedTickets().has(ticket)) return undefined;
  usedTickets().add(ticket);
  setTimeout(() => usedTickets().delete(ticket), TICKET_MS).unref();
  return visit;
}

// The pages of a session, its runner and its previews have to reach the same process anyway.
const usedTickets = () => perProcess('used tickets for previews', () => new Set<string>());

/** A host-only cookie, which with https no page of another host can replace. */
export function visitCookie(visit: Visit): string {
  const isSecure = env().SITE_URL.startsWith('https:');
  const value = seal(JSON.stringify(visit), 'cookie of a preview');
  return `${isSecure ? secureName : plainName}=${value}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

/** @returns undefined unless a cookie is for this preview */
export function visitOf(label: string, cookies: string | undefined): Visit | undefined {
  const name = env().SITE_URL.startsWith('https:') ? secureName : plainName;
  // A page of another preview may have added cookies of the same name.
  for (const [cookieName, value] of pairs(cookies)) {
    if (cookieName !== name) continue;
    const visit = visitSchema.safeParse(jsonOf(unseal(value, 'cookie of a preview')));
    if (visit.success && labelOf(visit.data) === label) return visit.data;
  }
  return undefined;
}

const plainName = 'dfm.preview';
const secureName = `__Host-${plainName}`;

/** Whether a cookie is one that lets into previews, which no program in a sandbox may get or set. */
export function isVisitCookie(name: string): boolean {
  return name === plainName || name === secureName;
}

function* pairs(cookies = ''): Generator<[name: string, value: string]> {
  for (const pair of cookies.split(';')) {
    const [, name, value] = /^\s*([^=\s]+)=(.*?)\s*$/.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) yield [name, value];
  }
}

function jsonOf(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
