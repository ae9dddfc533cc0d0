import { hrefTo } from './page-addresses.ts';
import { withoutUnseen } from './visible-text.ts';

/**
 * Links that ask the terminal to type commands. They are in the address's fragment, which browsers do not
 * send to the server. Anyone can make such a link: see decision 86.
 */
const name = 'type';

/** The most characters of commands in a link. A longer text is not typed at all. */
export const REQUESTED_LENGTH_MAX = 4_000;

/** The terminal, with commands to type. */
export function terminalAddress(commands: string): string {
  return `${hrefTo('terminal')}#${name}=${encodeURIComponent(commands)}`;
}

/**
 * The commands that a link asks for, without characters that a reader cannot see and without the Enter that
 * would run them. Undefined if there are none.
 *
 * @param fragment of the address, with its `#`
 */
export function requestedCommands(fragment: string): string | undefined {
  const prefix = `#${name}=`;
  if (!fragment.startsWith(prefix)) return undefined;
  const text = decoded(fragment.slice(prefix.length));
  if (text === undefined || text.length > REQUESTED_LENGTH_MAX) return undefined;
  return withoutUnseen(text.replaceAll(/\r\n?/g, '\n')).trim() || undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
