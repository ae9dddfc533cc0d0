import { resolve } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { visibleText } from '@dfm/contracts/visible-text';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { readPassphrase } from '../launcher/backup/passphrase.ts';
import type { Output } from './output.ts';

interface Given {
  file: string;
  /** Undefined if none was given. */
  passphrase: string | undefined;
  /** Options without a value. */
  flags: ReadonlySet<string>;
}

/**
 * A command that has the file of a backup as its argument.
 *
 * @param command.flags names of its options without a value
 * @param work returns what is printed if it succeeds
 * @returns the exit code
 */
export async function backupCommand(
  args: string[],
  command: { usage: string; flags: readonly string[] },
  output: Output,
  work: (given: Given, signal: AbortSignal) => Promise<string>,
): Promise<number> {
  const given = readArguments(args, command.flags);
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

function readArguments(args: string[], flags: readonly string[]): Arguments | { problem: string } {
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    flags.map((flag) => [flag, { type: 'boolean' }]),
  );
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
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) return { problem: 'Give the file of the backup.' };
    return {
      file: resolve(file),
      passphraseFile: values['passphrase-file'] as string | undefined,
      flags: new Set(flags.filter((flag) => (values as Record<string, unknown>)[flag] === true)),
    };
  } catch (error) {
    return { problem: message(error) };
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
