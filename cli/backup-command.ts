import { resolve } from 'node:path';
import { visibleText } from '@dfm/contracts/visible-text';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { readPassphrase } from '../launcher/backup/passphrase.ts';
import type { Output } from './output.ts';
import { readArguments } from './read-arguments.ts';

interface Given {
  /** A file or a folder. */
  path: string;
  /** Undefined if none was given. */
  passphrase: string | undefined;
  /** Options without a value. */
  flags: ReadonlySet<string>;
  /** Values of options that are numbers. */
  numbers: ReadonlyMap<string, number>;
}

/**
 * A command that has the file of a backup, or a folder of backups, as its argument.
 *
 * @param work returns what is printed if it succeeds
 * @returns the exit code
 */
export async function backupCommand(
  args: string[],
  command: Command,
  output: Output,
  work: (given: Given, signal: AbortSignal) => Promise<string>,
): Promise<number> {
  const given = readGiven(args, command, output);
  if (typeof given === 'number') return given;
  const signal = interruption();
  try {
    const passphrase = given.passphraseFile && (await readPassphrase(given.passphraseFile));
    output.out(`${visibleText(await work({ ...given, passphrase }, signal))}\n`);
    return 0;
  } catch (error) {
    output.err(signal.aborted ? 'Stopped. Nothing was kept.\n' : `${visibleText(message(error))}\n`);
    return 1;
  }
}

interface Command {
  usage: string;
  /** Names of its options without a value. */
  flags?: readonly string[];
  /** Names of its options that are whole numbers from 1 on. */
  numbers?: readonly string[];
}

function readGiven(args: string[], { usage, flags = [], numbers = [] }: Command, output: Output) {
  const option = (name: string, type: 'boolean' | 'string') => [name, { type }] as const;
  return readArguments(
    args,
    {
      usage,
      options: {
        ...Object.fromEntries([
          ...flags.map((name) => option(name, 'boolean')),
          ...numbers.map((name) => option(name, 'string')),
        ]),
        'passphrase-file': { type: 'string' },
      },
      read: (values, [path, ...rest]) => {
        if (path === undefined || rest.length > 0)
          throw new Error('Give the file of the backup, or a folder of backups.');
        const valueOf = (name: string) => (values as Record<string, unknown>)[name];
        const given = numbers.filter((name) => valueOf(name) !== undefined);
        const wrong = given.find((name) => !/^[1-9]\d{0,5}$/.test(String(valueOf(name))));
        if (wrong !== undefined) throw new Error(`Give --${wrong} a whole number from 1 on.`);
        return {
          path: resolve(path),
          passphraseFile: values['passphrase-file'] as string | undefined,
          flags: new Set(flags.filter((name) => valueOf(name) === true)),
          numbers: new Map(given.map((name) => [name, Number(valueOf(name))])),
        };
      },
    },
    output,
  );
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
