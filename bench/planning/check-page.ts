import { type LoadClass, type Times, simulatedTimes, thinkSeconds, timesOf, withinSeconds } from './check.ts';
import { type Batch, fitWork, type Measured } from './service-times.ts';
import type { Work } from './shared-processors.ts';
import type { WorkKind } from './simulation.ts';

/** A class that worked on a real site. */
export interface CheckedClass {
  of: LoadClass;
  which: 'first' | 'later';
  verdictSeconds: number[];
  /** Processors that other programs used in the meantime, on average. */
  otherCores: number;
}

/** Rows of docs/results/load.md, recorded on the same kind of machine on 2026-11-24. */
const recorded: { of: LoadClass; which: 'first' | 'later'; times: Times }[] = [
  { of: { kind: 'twice', learners: 4 }, which: 'first', times: { p50: 54.7, p95: 79.1 } },
  { of: { kind: 'twice', learners: 4 }, which: 'later', times: { p50: 11.3, p95: 12 } },
  { of: { kind: 'hour', learners: 4, minutes: 2 }, which: 'later', times: { p50: 5.35, p95: 6.81 } },
  { of: { kind: 'hour', learners: 8, minutes: 2 }, which: 'later', times: { p50: 4.79, p95: 5.4 } },
  { of: { kind: 'hour', learners: 16, minutes: 2 }, which: 'later', times: { p50: 31.1, p95: 65.5 } },
];

const kinds: Record<WorkKind, string> = {
  starter: 'starter in a new sandbox',
  install: 'all packages are installed',
  edit: "edit in the learner's sandbox",
};

/** The results page. */
export function checkPage(measured: Measured, classes: readonly CheckedClass[]): string {
  const { machine, day, exercise } = measured;
  const names = Object.keys(kinds) as WorkKind[];
  return `# The simulation compared with the product

What \`npm run plan\` knows about a run of *${exercise}*, as of ${day}, from ${machine.processors} processors
(${machine.processor}) and ${machine.memoryGib} GiB ([measured.json](../../bench/planning/measured.json)). Times are in
seconds from submitting to the verdict. *Other programs* are the processors that everything else on the
machine used on average.

| run | at once | seconds | processor seconds | other programs | source |
|---|---|---|---|---|---|
${names.flatMap((kind) => measured.batches[kind].map((batch) => batchRow(kinds[kind], batch))).join('\n')}

Fitted to these, a run of the simulation needs:

| run | processor seconds | on up to | then rests |
|---|---|---|---|
${names.map((kind) => workRow(kinds[kind], fitWork(measured.batches[kind], machine.processors))).join('\n')}

What pages that wait need was [measured apart from runs](followers.md).

## Classes

Median / 95th percentile; the simulated ones are means over 20 seeds. In *twice*, everyone arrives within ${withinSeconds} s,
installs all packages, reads the verdict for ${thinkSeconds} s and submits an edit. In *hour*, everyone has a sandbox and
submits an edit once a minute, evenly spread. In *start*, everyone submits the starter at the same moment.

${classes.length === 0 ? notMeasured : classTable(measured, classes)}

The same classes in the [recorded results of bench:load](load.md), from an earlier day. Tests of other parts ran
next to them for some of the time. How many processors they used is not known, so the simulation assumes none.
The edits of 16 learners need nearly all of two processors, so their times differ most.

| class | submissions | other programs | measured | simulated | difference |
|---|---|---|---|---|---|
${recorded.map(({ of, which, times }) => row(of, which, times, measured)).join('\n')}
`;
}

const notMeasured = `No classes have been measured together with these times. \`npm run bench:service-times -- --record\` on an idle
machine does both.`;

function classTable(measured: Measured, classes: readonly CheckedClass[]): string {
  const rows = classes.map(({ of, which, verdictSeconds, otherCores }) =>
    row(of, which, timesOf(verdictSeconds), measured, otherCores),
  );
  return `Measured on the same site, right after the runs above. The simulation has as many processors less as other programs used:

| class | submissions | other programs | measured | simulated | difference |
|---|---|---|---|---|---|
${rows.join('\n')}`;
}

function batchRow(kind: string, { atOnce, verdictSeconds, otherCores, source, ...used }: Batch): string {
  const coreSeconds = used.nodeCoreSeconds + used.siteCoreSeconds;
  return `| ${kind} | ${atOnce} | ${verdictSeconds.join(', ')} | ${coreSeconds.toFixed(1)} | ${otherCores} | ${source} |`;
}

function workRow(kind: string, { coreSeconds, parallelism, restSeconds }: Work): string {
  return `| ${kind} | ${coreSeconds.toFixed(1)} | ${parallelism.toFixed(2)} processors | ${restSeconds.toFixed(1)} s |`;
}

function row(
  of: LoadClass,
  which: 'first' | 'later',
  real: Times,
  measured: Measured,
  otherCores?: number,
): string {
  const simulated = simulatedTimes(of, measured, otherCores)[which];
  const pair = (cell: (key: keyof Times) => string) => `${cell('p50')} / ${cell('p95')}`;
  return `| ${[
    `${of.kind}, ${of.learners} learners`,
    which,
    otherCores === undefined ? '' : otherCores.toFixed(2),
    pair((key) => real[key].toFixed(1)),
    pair((key) => simulated[key].toFixed(1)),
    pair((key) => `${Math.round((simulated[key] / real[key] - 1) * 100)} %`),
  ].join(' | ')} |`;
}
