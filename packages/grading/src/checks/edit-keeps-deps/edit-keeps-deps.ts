import type { EditScenario, EditVerdict } from '@dfm/contracts';
import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noTrace, skipped } from '../../check/skipped.ts';
import { missAbove, type CacheMiss } from '../../replay/cache-miss.ts';
import type { CacheVerdict } from '../../replay/cache-verdict.ts';
import { listed } from '../../verdict/wording.ts';
import { adviceFor, lineToFix } from './advice.ts';

export const editKeepsDeps: Check = {
  meta: {
    id: 'edit-keeps-deps',
    title: 'Packages stay cached after a code edit',
    axis: 'cache',
    topic: 'cache',
    severity: 'error',
    defaultPoints: 15,
    needs: ['trace'],
    also: [],
    detects:
      'Whether the steps that install packages come from the cache in a rebuild after a file edit, and whether they run after the list of packages was changed.',
    why: 'Code changes many times a day, dependencies rarely. If an edit reinstalls everything, each attempt takes minutes and each push transfers all packages again.',
    fix: 'First copy only the list of packages and install them, then copy the code.',
    bad: 'COPY . .\nRUN pip install --no-cache-dir -r requirements.txt',
    good: 'COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .',
  },
  measure,
};

function measure({ cache, dockerfile, scenarios }: MeasuredInput): Measured {
  if (cache === undefined) return noTrace;
  const edits = cache.filter(
    (verdict) => verdict.expects === 'deps-cached' || verdict.expects === 'deps-run',
  );
  if (edits.length === 0) return skipped('Not measured: the exercise has no scenario with an edit.');
  const installLines = dockerfile.instructions
    .filter(installsDependencies)
    .map((instruction) => instruction.startLine);
  if (installLines.length === 0)
    return skipped('Not measured: no step that installs packages was recognised.');
  const judged = edits.flatMap((verdict) => {
    const scenario = scenarios.find(({ id }) => id === verdict.scenario);
    return scenario === undefined ? [] : [judge(verdict, scenario, new Set(installLines), dockerfile)];
  });
  const verdicts = judged.map(({ edit }) => edit);
  const failed = judged.filter(({ edit }) => !edit.ok);
  if (failed.length === 0) return { status: 'pass', message: passMessage(verdicts), edits: verdicts };
  const broken = failed.find(({ edit }) => edit.wanted === 'installed');
  if (broken !== undefined)
    return {
      status: 'fail',
      share: 0,
      line: installLines[0],
      message: `"${broken.edit.title}" changes the packages, but no install step ran.`,
      next: 'Make the install step depend on the file that lists the packages.',
      edits: verdicts,
    };
  // An image that reinstalls everything always passes the scenarios that change the packages, so these alone
  // earn no points.
  const kept = verdicts.filter(({ wanted }) => wanted === 'cached');
  const [costliest, ...others] = costliestFirst(failed);
  return {
    status: 'fail',
    share: kept.filter(({ ok }) => ok).length / kept.length,
    line: lineToFix(costliest!.misses[0]!),
    message: `${reinstallMessage(costliest!)}${othersMessage(others.length)}`,
    next: [...new Set([costliest!, ...others].flatMap(fixesOf))].join(' '),
    edits: verdicts,
  };
}

const fixesOf = ({ edit }: Judged) => edit.lostAt.flatMap(({ fix }) => fix ?? []);

interface Judged {
  edit: EditVerdict;
  scenario: EditScenario;
  /** The different causes of its reinstalls. */
  misses: CacheMiss[];
  /** Duration of each install that ran, by line, in milliseconds. */
  msOfLine: ReadonlyMap<number, number>;
}

function judge(
  verdict: CacheVerdict,
  scenario: EditScenario,
  installLines: ReadonlySet<number>,
  dockerfile: Dockerfile,
): Judged {
  const ran = verdict.steps.filter(
    (step) => !step.cached && step.line !== undefined && installLines.has(step.line),
  );
  const { firstBuild } = verdict;
  const costs = ran.map((step) => firstBuild?.get(step.line) ?? step);
  const wanted = verdict.expects === 'deps-cached' ? 'cached' : 'installed';
  const missOfLine = new Map(
    ran.map((step) => [step.line!, missAbove(step, verdict.steps, dockerfile, scenario)]),
  );
  const misses = [...new Map([...missOfLine.values()].map((miss) => [lineToFix(miss), miss])).values()];
  const linesBelow = (cause: CacheMiss) =>
    [...missOfLine].filter(([, miss]) => lineToFix(miss) === lineToFix(cause)).map(([line]) => line);
  return {
    scenario,
    misses,
    msOfLine: new Map(ran.map(({ line }, index) => [line!, costs[index]!.ms])),
    edit: {
      title: verdict.title,
      ok: (ran.length === 0) === (wanted === 'cached'),
      wanted,
      lostAt: misses.map((miss) => ({
        ...(miss.line === undefined ? {} : { line: miss.line }),
        reason: miss.reason,
        ...(wanted === 'cached' ? { fix: adviceFor(miss, linesBelow(miss), dockerfile) } : {}),
      })),
      installLines: [...missOfLine.keys()],
      ms: costs.reduce((sum, cost) => sum + cost.ms, 0),
      bytes: costs.reduce((sum, cost) => sum + cost.bytes, 0),
      measuredIn: firstBuild === undefined ? 'rebuild' : 'first-build',
    },
  };
}

/**
 * Sorts by what each edit costs. Each install counts with its longest time in any rebuild, so that edits that
 * reinstall the same packages stay in the order of the exercise. The time of an install that an earlier run
 * built is unknown and counts as 0, so the number of installs decides between equal times.
 */
function costliestFirst(failed: readonly Judged[]): Judged[] {
  const longest = new Map<number, number>();
  for (const [line, ms] of failed.flatMap(({ msOfLine }) => [...msOfLine]))
    longest.set(line, Math.max(ms, longest.get(line) ?? 0));
  const cost = ({ edit }: Judged) => edit.installLines.reduce((sum, line) => sum + longest.get(line)!, 0);
  return failed.toSorted(
    (a, b) => cost(b) - cost(a) || b.edit.installLines.length - a.edit.installLines.length,
  );
}

function reinstallMessage({ edit: { title, ms, bytes, measuredIn }, scenario }: Judged): string {
  const paths = [...new Set(scenario.edits.map(({ path }) => path))];
  const argument = Object.keys(scenario.buildArgs ?? {});
  const change =
    paths.length > 0
      ? `An edit of ${listed(paths)}`
      : argument.length > 0
        ? `A new value of ${listed(argument)}`
        : `"${title}" changes no file, but it`;
  const size = bytes > 0 ? formatBytes(bytes) : undefined;
  const cost =
    measuredIn === 'rebuild'
      ? `${formatDuration(ms)}${size === undefined ? '' : `, ${size} to push again`}`
      : `${formatDuration(ms)}${size === undefined ? '' : ` and ${size}`} in the first build`;
  return `${change} reinstalls the packages (${cost}).`;
}

function othersMessage(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' So does one other edit.' : ` So do ${count} other edits.`;
}

function passMessage(verdicts: readonly EditVerdict[]): string {
  return verdicts.some(({ wanted }) => wanted === 'installed')
    ? 'No edit triggers a reinstall, except a change of the packages.'
    : 'No edit triggers a reinstall.';
}
