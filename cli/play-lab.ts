import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import type { LoadedLab } from '@dfm/course/labs/load-lab';
import { followLab } from '@dfm/labs/follow-lab';
import type { LabEngine } from '@dfm/labs/lab-engine';
import { LabRun, type LabProgress } from '@dfm/labs/lab-run';
import { dockerEvents } from './docker-lab-engine.ts';
import { readLabState, writeLabState, type LabState } from './lab-folder.ts';
import { removalCommands } from './lab-objects.ts';
import { wrapped, type Output } from './output.ts';
import type { Person } from './person.ts';
import { renderStep } from './render-step.ts';
import { dockerConfig } from './set-up-lab.ts';

export interface PlayedLab extends LoadedLab {
  /** Contains the state of the lab. */
  folder: string;
  engine: LabEngine;
  output: Output;
  person: Person;
  until: AbortSignal;
}

/**
 * Shows the open step of a lab that is set up, and goes on as steps are done.
 *
 * @returns whether all steps are done; false if it was stopped before
 */
export async function playLab(played: PlayedLab): Promise<boolean> {
  const { lab, folder, engine, output, person, until } = played;
  const over = new AbortController();
  const signal = AbortSignal.any([until, over.signal]);
  const screen = new Screen(played);
  let state = await stateOf(played);
  const onProblem = (error: unknown) => output.err(`${visibleText(String(error))}\n`);
  // One after the other: each stores how many were shown.
  let hints = Promise.resolve();
  screen.start(state.done);
  if (person.isThere)
    person.listen((key) => {
      if (key === 'h') hints = hints.then(() => screen.hint()).catch(onProblem);
      else if (key === 's') screen.reference();
      // In this mode, Ctrl C is a key.
      else if (key === 'q' || key === '\u0003') over.abort();
    }, signal);
  const onProgress = async (progress: LabProgress) => {
    if (progress.done > state.done) {
      state = { ...state, done: progress.done, hints: 0 };
      await writeLabState(folder, state);
    }
    screen.show(progress);
    if (progress.done === lab.steps.length) over.abort();
  };
  await followLab(new LabRun(lab.steps, engine, state.done), {
    events: dockerEvents,
    onProgress,
    onProblem,
    signal,
  });
  await hints;
  const isDone = state.done === lab.steps.length;
  output.out(isDone ? await endOf(played, state) : '\nStopped. The same command continues here.\n');
  return isDone;
}

async function stateOf({ lab, folder }: PlayedLab): Promise<LabState> {
  const state = await readLabState(folder, lab.slug);
  if (state === undefined) throw new Error(`The state of the lab is no longer in ${folder}.`);
  return state;
}

/** What is printed while a lab is played. Nothing that was printed is changed. */
class Screen {
  readonly #played: PlayedLab;
  #done = 0;

  constructor(played: PlayedLab) {
    this.#played = played;
  }

  /** @param done number of steps that are done */
  start(done: number): void {
    const { folder, person, output } = this.#played;
    this.#done = done;
    const quoted = (path: string) => `'${visibleLine(path).replaceAll("'", String.raw`'\''`)}'`;
    output.out(
      `Type in a second terminal, in a shell whose home is the folder of the lab:

    cd ${quoted(folder)} && HOME="$PWD" DOCKER_CONFIG=${quoted(dockerConfig())} bash
${person.isThere ? '\nPress h for a hint, s to see the commands of a step, q to stop.\n' : ''}`,
    );
    this.#step();
  }

  /** Shows what is true of the open step, after the steps that were done meanwhile. */
  show({ done, ticks }: LabProgress): void {
    const { lab, output } = this.#played;
    if (done > this.#done) {
      for (const { title } of lab.steps.slice(this.#done, done))
        output.out(`\n${output.style('green', '✓')} ${visibleLine(title)}\n`);
      this.#done = done;
      this.#step();
    }
    const conditions = lab.steps[done]?.done ?? [];
    if (conditions.length === 0) return;
    const lines = conditions.map(({ says }, index) =>
      wrapped(`${ticks[index] === true ? output.style('green', '✓') : '·'} ${visibleLine(says)}`, '  '),
    );
    output.out(`\n${lines.join('\n')}\n`);
  }

  /** Shows one more hint of the open step. */
  async hint(): Promise<void> {
    const { lab, folder, output } = this.#played;
    const state = await stateOf(this.#played);
    const { hints = [] } = lab.steps[this.#done] ?? {};
    const hint = hints[Math.min(state.hints, hints.length - 1)];
    if (hint === undefined) return;
    output.out(`\n${wrapped(`Hint: ${hint}`, '')}\n`);
    await writeLabState(folder, { ...state, hints: Math.min(state.hints + 1, hints.length) });
  }

  /** Shows what makes the open step done. */
  reference(): void {
    const { lab, output } = this.#played;
    const step = lab.steps[this.#done];
    if (step !== undefined) output.out(`\n${visibleText(step.reference).replaceAll(/^/gm, '    ')}\n`);
  }

  #step(): void {
    const { lab, texts, output } = this.#played;
    const step = lab.steps[this.#done];
    if (step === undefined) return;
    const heading = `Step ${this.#done + 1} of ${lab.steps.length}: ${visibleLine(step.title)}`;
    output.out(
      `\n${output.style('bold', heading)}\n\n${renderStep(texts.get(step.id) ?? '', output.style)}\n`,
    );
  }
}

/** How to remove what a lab has left. */
async function endOf({ engine, folder }: PlayedLab, { before }: LabState): Promise<string> {
  const commands = [...(await removalCommands(engine, before)), visibleLine(`rm -r '${folder}'`)];
  return `
All steps are done. Since the lab began, this is new in your engine and on your disk. Remove what you do not need:

${commands.map((command) => `    ${command}`).join('\n')}
`;
}
