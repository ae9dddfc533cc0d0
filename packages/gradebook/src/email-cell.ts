import { z } from 'zod';
import { quoted } from './cell-problems.ts';

/** As accounts store them. */
const emailSchema = z.email().max(254);

export const emailSpellings = [
  'email',
  'emailaddress',
  // Canvas: the name with which someone signs in, at many schools their address.
  'sisloginid',
  // GitHub Classroom: what the teacher has entered, often an address.
  'identifier',
];

/** An e-mail address in lower case, or what is wrong with it. */
export function readEmail(text: string): { email: string } | { problem: string } {
  if (text === '') return { problem: 'The e-mail address is missing. Enter it, or delete the row.' };
  const parsed = emailSchema.safeParse(text.toLowerCase());
  if (parsed.success) return { email: parsed.data };
  return {
    problem: `${quoted(text)} is not an e-mail address. Enter one such as ada@school.example.`,
  };
}
