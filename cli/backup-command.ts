import { resolve } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { visibleText } from '@dfm/contracts/visible-text';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { readPassphrase } from '../launcher/backup/passphrase.ts';
import type { Output } from './output.ts';

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
 * @param command.flags names of its options without a value
 * @param command.numbers names of its options that are whole numbers from 1 on
 * @param work returns what is printed if it succeeds
 * @returns the exit code
 */
export async function backupCommand(
  args: string[],
  command: { usage: string; flags?: readonly string[]; numbers?: readonly string[] },
  output: Output,
  work: (given: Given, signal: AbortSignal) => Promise<string>,
): Promise<number> {
  const given = readArguments(args, command);
  if ('problem' in given) {
    if (given.problem === '') output.out(command.usage);
    else output.err(`${visibleText(given.problem)}\n\n${command.usage}`);
    return given.problem === '' ? 0 : 2;
  }
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

interface Arguments extends Omit<Given, 'passphrase'> {
  passphraseFile: string | undefined;
}

function readArguments(
  args: string[],
  { flags = [], numbers = [] }: { flags?: readonly string[]; numbers?: readonly string[] },
): Arguments | { problem: string } {
  const options: ParseArgsOptionsConfig = Object.fromEntries([
    ...flags.map((name) => [name, { type: 'boolean' }] as const),
    ...numbers.map((name) => [name, { type: 'string' }] as const),
  ]);
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...options,
        'passphrase-file': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { problem: '' };
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0)
      return { problem: 'Give the file of the backup, or a folder of backups.' };
    const valueOf = (name: string) => (values as Record<string, unknown>)[name];
    const given = numbers.filter((name) => valueOf(name) !== undefined);
    const wrong = given.find((name) => !/^[1-9]\d{0,5}$/.test(String(valueOf(name))));
    if (wrong !== undefined) return { problem: `Give --${wrong} a whole number from 1 on.` };
    return {
      path: resolve(path),
      passphraseFile: values['passphrase-file'] as string | undefined,
      flags: new Set(flags.filter((name) => valueOf(name) === true)),
      numbers: new Map(given.map((name) => [name, Number(valueOf(name))])),
    };
  } catch (error) {
    return { problem: message(error) };
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
