import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { visibleText } from '@dfm/contracts/visible-text';
import type { Output } from './output.ts';

/** The values of these options. */
export type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>['values'];

/** How the arguments of a command are read. */
interface Syntax<Options extends ParseArgsOptionsConfig, Given> {
  usage: string;
  /** Options other than `--help`, which every command has. */
  options: Options;
  /**
   * Turns options and other arguments into what the command needs.
   *
   * @throws Error whose message says what is wrong
   */
  read: (values: Values<Options>, positionals: string[]) => Given;
}

/**
 * Reads the arguments of a command.
 *
 * @returns what `read` returned, or the exit code of a command that ends here: 0 after its usage was
 *   requested, 2 after arguments that cannot be used
 */
export function readArguments<const Options extends ParseArgsOptionsConfig, Given extends object>(
  args: readonly string[],
  { usage, options, read }: Syntax<Options, Given>,
  output: Pick<Output, 'out' | 'err'>,
): Given | number {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, help: { type: 'boolean', short: 'h' } } as ParseArgsOptionsConfig,
    });
    if (values.help !== true) return read(values as Values<Options>, positionals);
    output.out(usage);
    return 0;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    output.err(`${visibleText(problem)}\n\n${usage}`);
    return 2;
  }
}
