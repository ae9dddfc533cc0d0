import type { EngineState } from '@dfm/contracts/engine-state';
import type { ShellMessage } from '@dfm/contracts/terminal';

/** The size of a shell's screen, in characters. */
export interface ScreenSize {
  columns: number;
  rows: number;
}

/** A shell, as the page knows it. `closing`: the page has asked to end it. */
export type ShellState = { state: 'open' } | { state: 'closing' } | { state: 'exited'; code: number | null };

/** The state of a connection to the shells of a session. */
export interface ConnectionState {
  /**
   * The WebSocket. `lost`: it is connected again by itself. `over`, `signedOut`: the site has closed it for
   * good.
   */
  link: 'connecting' | 'open' | 'lost' | 'over' | 'signedOut';
  /** Whether the site has a connection to the runner; undefined until it has said so. */
  isRunnerConnected: boolean | undefined;
  /** Whether what is typed reaches the shells now. */
  isReady: boolean;
  /** Whether it ever did. */
  wasReady: boolean;
  /** By number. */
  shells: ReadonlyMap<number, ShellState>;
  /** What the engine has; undefined until the runner has said it. */
  engine: EngineState | undefined;
  /**
   * How far the learner is in the lab of the session; undefined until the runner has said it, and without a
   * lab.
   */
  lab: Omit<Extract<ShellMessage, { type: 'lab' }>, 'type'> | undefined;
}

/** Shows the output of a shell. Each function that gets `onShown` calls it once the text is shown. */
export interface ShellOutput {
  /** Replaces everything that is shown. */
  replace(size: ScreenSize, text: string, onShown: () => void): void;
  write(text: string, onShown: () => void): void;
  /** Another page has changed the size. */
  resize(size: ScreenSize): void;
}
