import { parseArgs } from 'node:util';
import type { Question } from './capacity.ts';
import { starts } from './workloads.ts';

export interface Options extends Omit<Question, 'idleSeconds'> {
  /** Print the comparison with recorded classes instead. */
  check: boolean;
  /** Print a row for each of several numbers of learners instead of `learners`. */
  table: boolean;
  /** Terminals that are open at the same time. */
  terminals: number;
  /** Simulate these nodes of `coresMax` processors instead of looking for the fewest. */
  nodes: number | undefined;
}

export const help = `npm run plan -- --learners 300

Simulates learners who work on exercises at the same time, and prints the machines with which they get their
verdicts in time, how long they wait, and which limits they reach. The times of a run were measured; everything else
about the learners is an assumption, which you can change:

  --learners N           how many work at the same time
  --edits-per-minute N   submissions of each learner per minute, apart from the time they wait    (0.5)
  --minutes N            how long they work                                                       (45)
  --start burst          how they begin: burst, all within a minute; steady, evenly spread;       (burst)
                         deadline, more and more of them towards the end
  --installs N           percent of the submissions that install all packages again               (10)
  --passes N             percent of the submissions that pass; each is graded once more           (20)
  --terminals N          terminals that are open at the same time, for the memory                 (0)

What you want, and what you have:

  --wait N               seconds within which verdicts should arrive                              (60)
  --percent N            percent of the verdicts that should arrive in that time                  (95)
  --cores N              processors of the largest machine that you can get                       (16)
  --nodes N              do not look for the fewest: simulate N machines with that many processors
  --kept N               sandboxes that a node keeps for learners between their runs              (32)
  --seed N               different random numbers; the same seed gives the same figures           (1)
  --check                print how far the simulation is from recorded classes: docs/results/plan.md
  --table                print a row for each of 30 to 10,000 learners: the table of docs/scaling.md
`;

/**
 * Reads the command line.
 *
 * @throws Error that says which option is wrong
 */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      table: { type: 'boolean', default: false },
      learners: { type: 'string' },
      'edits-per-minute': { type: 'string', default: '0.5' },
      minutes: { type: 'string', default: '45' },
      start: { type: 'string', default: 'burst' },
      installs: { type: 'string', default: '10' },
      passes: { type: 'string', default: '20' },
      terminals: { type: 'string', default: '0' },
      wait: { type: 'string', default: '60' },
      percent: { type: 'string', default: '95' },
      cores: { type: 'string', default: '16' },
      nodes: { type: 'string' },
      kept: { type: 'string', default: '32' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.help) return 'help';
  if (values.table || values.check) values.learners ??= '1';
  if (values.learners === undefined) throw new Error('Say how many learners, such as --learners 300.');
  const start = starts.find((each) => each === values.start);
  if (start === undefined) throw new Error(`--start ${values.start} is none of ${starts.join(', ')}`);
  const number = (name: keyof typeof values, min: number, max: number) =>
    readNumber(name, String(values[name]), min, max);
  const whole = (name: keyof typeof values, min: number, max: number) => {
    const value = number(name, min, max);
    if (!Number.isInteger(value)) throw new Error(`--${name} ${value} is not a whole number`);
    return value;
  };
  return {
    check: values.check,
    table: values.table,
    learners: whole('learners', 1, 200_000),
    editsPerMinute: number('edits-per-minute', 0.001, 60),
    minutes: number('minutes', 1, 24 * 60),
    start,
    installShare: number('installs', 0, 100) / 100,
    passShare: number('passes', 0, 100) / 100,
    terminals: whole('terminals', 0, 200_000),
    waitSeconds: number('wait', 0.1, 24 * 3_600),
    share: number('percent', 1, 99.9) / 100,
    coresMax: whole('cores', 1, 1_024),
    nodes: values.nodes === undefined ? undefined : whole('nodes', 1, 100_000),
    kept: whole('kept', 0, 100_000),
    seed: whole('seed', 0, 2 ** 32 - 1),
  };
}

function readNumber(name: string, text: string, min: number, max: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new Error(`--${name} ${text} is not a number`);
  if (value < min || value > max) throw new Error(`--${name} ${text} is not between ${min} and ${max}`);
  return value;
}
