import { useEffect, useEffectEvent } from 'react';
import type { ShellState } from '../connection/connection-state.ts';
import type { ShellScreen } from '../screen/open-screen.ts';
import type { RequestedCommands } from './use-requested-commands.ts';

const LOOK_MS = 50;
/** A shell that has printed something shows its prompt within this time, unless a program is running. */
const PROMPT_MS = 2_000;

/** The shell into which commands are typed. */
interface Target {
  /** Whether what is typed reaches the shells now. */
  isReady: boolean;
  /** Undefined if there is no shell. */
  state: ShellState['state'] | undefined;
  /** Undefined until it is open. */
  screen: ShellScreen | undefined;
  /** Starts a shell, because there is none or it has ended. */
  start(): void;
}

/**
 * Waits until the shell can be typed into.
 *
 * @param onReady called once with whether its prompt is there. If not, a program is running
 */
export function useTypeRequested(
  requested: RequestedCommands | undefined,
  target: Target,
  onReady: (commands: RequestedCommands, screen: ShellScreen, isAtPrompt: boolean) => void,
): void {
  const openScreen = useEffectEvent(() => {
    const { isReady, state, screen, start } = target;
    if (isReady && (state === undefined || state === 'exited')) start();
    return isReady && state === 'open' ? screen : undefined;
  });
  const ready = useEffectEvent(onReady);
  useEffect(() => {
    if (requested === undefined) return undefined;
    let waitedMs = 0;
    const timer = setInterval(() => {
      const screen = openScreen();
      if (screen === undefined) return;
      // A prompt distinguishes pasted from typed text.
      const isAtPrompt = screen.hasBracketedPaste();
      if (screen.lines().length > 0) waitedMs += LOOK_MS;
      if (!isAtPrompt && waitedMs < PROMPT_MS) return;
      clearInterval(timer);
      ready(requested, screen, isAtPrompt);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [requested]);
}
