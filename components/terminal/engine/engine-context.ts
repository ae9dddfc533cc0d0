import { createContext } from 'react';

interface Connection {
  /** The round of the news in which an element last changed. */
  changedIn: ReadonlyMap<string, number>;
  /** Puts a command at the learner's prompt. */
  onType(command: string): void;
  /** Whether published ports can be opened in the browser. */
  hasPreviews: boolean;
}

/** What every element needs, regardless of the list that it is in. */
export const EngineContext = createContext<Connection>({
  changedIn: new Map(),
  onType: () => undefined,
  hasPreviews: false,
});
