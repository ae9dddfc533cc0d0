import { resolve } from 'node:path';
import { PlatformError } from '@dfm/contracts';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import { loadLab, type LoadedLab } from '@dfm/course/labs/load-lab';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { docker, dockerLabEngine } from './docker-lab-engine.ts';
import { readLabState, writeLabState } from './lab-folder.ts';
import { terminal, wrapped, type Output } from './output.ts';
import { personAtTerminal, type Person } from './person.ts';
import { playLab } from './play-lab.ts';
import { readArguments } from './read-arguments.ts';
import { aboutSetUp, setUpLab } from './set-up-lab.ts';

const usage = `Usage: dfm lab <lab> [folder] [--yes] [--hint] [--content <folder>]

Plays a lab with the Docker Engine of this machine: shows the step that is open, and what is true of it, while you type
in a second terminal. The folder (default: one with the name of the lab) has the files of the lab, and how far you are,
so the same command continues. Before the lab runs anything, it says what and asks.
  --yes      do not ask
  --hint     print one more hint for the open step
  --content  folder that contains the course's labs/

Exit code: 0 all steps are done, or the hint was printed, 1 stopped before, 2 invalid arguments, or a lab, folder or engine
that cannot be used.
`;

const contentRoot = resolve(import.meta.dirname, '../content');

/** `dfm lab`. @param until stops it, as Ctrl C does @returns the exit code */
export async function lab(
  args: string[],
  output: Output = terminal,
  person: Person = personAtTerminal,
  until: AbortSignal = interruption(),
): Promise<number> {
  const options = readArguments(
    args,
    {
      usage,
      options: {
        yes: { type: 'boolean', default: false },
        hint: { type: 'boolean', default: false },
        content: { type: 'string', default: contentRoot },
      },
      read: ({ yes, hint, content }, [name, folder, ...rest]) => {
        if (name === undefined || rest.length > 0) throw new Error('Give one lab and at most one folder.');
        return { lab: name, folder, yes, hint, content: resolve(content) };
      },
    },
    output,
  );
  if (typeof options === 'number') return options;
  try {
    const loaded = await loadLab(options.content, options.lab);
    const folder = resolve(options.folder ?? loaded.lab.slug);
    if (options.hint) return await printHint(loaded, folder, output);
    await docker('version').catch((cause: unknown) => {
      throw new Error('Docker Engine does not answer. The lab needs the docker command and an engine.', {
        cause,
      });
    });
    return await play(loaded, folder, options.yes, output, person, until);
  } catch (error) {
    output.err(`${visibleText(message(error))}\n`);
    return 2;
  }
}

async function play(
  loaded: LoadedLab,
  folder: string,
  isAgreed: boolean,
  output: Output,
  person: Person,
  until: AbortSignal,
): Promise<number> {
  const { lab: played } = loaded;
  const engine = dockerLabEngine(folder);
  if ((await readLabState(folder, played.slug)) === undefined) {
    output.out(`${await aboutSetUp(played, folder, engine)}\n\n`);
    if (!isAgreed && !person.isThere) throw new Error('Nobody can be asked here. Add --yes to agree.');
    if (!isAgreed && !(await person.agrees('Set it up? [y/N] '))) return 1;
    await setUpLab(played, folder, engine, output);
  }
  return (await playLab({ ...loaded, folder, engine, output, person, until })) ? 0 : 1;
}

/** Prints the hints of the open step that were shown before, and one more. */
async function printHint({ lab: played }: LoadedLab, folder: string, output: Output): Promise<number> {
  const state = await readLabState(folder, played.slug);
  if (state === undefined) throw new Error(`The lab was not started in ${folder}.`);
  const { hints = [] } = played.steps[state.done] ?? {};
  const shown = Math.min(state.hints + 1, hints.length);
  for (const [index, hint] of hints.slice(0, shown).entries())
    output.out(`${wrapped(`${index + 1}. ${visibleLine(hint)}`, '')}\n`);
  if (hints.length === 0) output.out('All steps are done.\n');
  await writeLabState(folder, { ...state, hints: shown });
  return 0;
}

function message(error: unknown): string {
  if (error instanceof PlatformError) return error.learnerMessage;
  return error instanceof Error ? error.message : String(error);
}
