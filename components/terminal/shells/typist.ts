import type { ShellScreen } from '../screen/open-screen.ts';

/** Types commands for the learner. */
export interface Typist {
  /** @returns why nothing was typed; undefined if it was */
  type(commands: string): NotTyped | undefined;
}

/** `program`: one is running. `container`: the prompt is that of a container. */
export type NotTyped = 'no-shell' | 'program' | 'container';

/** Docker names a container's host after the beginning of its ID. */
const promptOfContainer = /^\S*@[0-9a-f]{12}:/;

/** Why commands that are typed now would not reach the learner's shell. */
export function whatIsInTheWay(
  screen: Pick<ShellScreen, 'hasBracketedPaste' | 'lines'>,
): NotTyped | undefined {
  // A shell turns it on while it waits for a command.
  if (!screen.hasBracketedPaste()) return 'program';
  return promptOfContainer.test(screen.lines().at(-1) ?? '') ? 'container' : undefined;
}
