import type { ShellScreen } from '../screen/open-screen.ts';

/** Types commands for the learner. */
export interface Typist {
  /** @returns why nothing was typed; undefined if it was */
  type(commands: string): TypedBefore | undefined;
}

/** `program`: one is running. `container`: the prompt is that of a container. */
export type TypedBefore = 'no-shell' | 'program' | 'container';

type Prompted = Pick<ShellScreen, 'hasBracketedPaste' | 'onBracketedPaste' | 'lines'>;

/** Ctrl E and Ctrl U: removes what is at the prompt. */
const clearLine = '\x05\x15';
/** Docker names a container's host after the beginning of its ID. */
const promptOfContainer = /^\S*@[0-9a-f]{12}:/;

/** Why commands that are typed now would not reach the learner's shell. */
export function whatIsInTheWay(screen: Prompted): TypedBefore | undefined {
  if (!screen.hasBracketedPaste()) return 'program';
  return promptOfContainer.test(screen.lines().at(-1) ?? '') ? 'container' : undefined;
}

/**
 * Types commands at a prompt, each line once the shell waits for it. Resolves when all are typed, or on
 * abort.
 */
export async function typeLines(
  commands: string,
  screen: Prompted,
  send: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  send(clearLine);
  for (const line of commands.trimEnd().split('\n')) {
    const prompted = nextPrompt(screen, signal);
    send(`${line}\r`);
    await prompted;
    if (signal.aborted) return;
  }
}

function nextPrompt(screen: Prompted, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = screen.onBracketedPaste(end);
    signal.addEventListener('abort', end);
  });
}
