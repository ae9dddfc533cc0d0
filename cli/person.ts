import { createInterface } from 'node:readline/promises';

/** The person who uses a command that asks. */
export interface Person {
  /** Whether anyone can answer and press keys. */
  isThere: boolean;
  /** Asks a question. @returns whether the answer is yes */
  agrees(question: string): Promise<boolean>;
  /** Passes on each key that is pressed until the signal aborts. */
  listen(press: (key: string) => void, signal: AbortSignal): void;
}

export const personAtTerminal: Person = {
  isThere: process.stdin.isTTY === true && process.stdout.isTTY === true,
  async agrees(question) {
    const asking = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return /^y(?:es)?$/i.test((await asking.question(question)).trim());
    } finally {
      asking.close();
    }
  },
  listen(press, signal) {
    const { stdin } = process;
    const onData = (keys: Buffer) => {
      for (const key of keys.toString()) press(key);
    };
    stdin.setRawMode(true).on('data', onData).resume();
    signal.addEventListener('abort', () => {
      stdin.off('data', onData).setRawMode(false).pause();
    });
  },
};
