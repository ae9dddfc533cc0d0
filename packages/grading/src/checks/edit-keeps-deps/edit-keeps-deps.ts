import type { EditScenario } from '@dfm/contracts';
import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noTrace, skipped } from '../../check/skipped.ts';
import type { CacheVerdict } from '../../replay/cache-verdict.ts';
import { listed } from '../../verdict/wording.ts';

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
  const installLines = new Set(
    dockerfile.instructions.filter(installsDependencies).map((instruction) => instruction.startLine),
  );
  if (installLines.size === 0) return skipped('Not measured: no step that installs packages was recognised.');
  const verdicts = edits.map((verdict) =>
    judge(
      verdict,
      installLines,
      scenarios.find(({ id }) => id === verdict.scenario),
    ),
  );
  // An image that reinstalls everything always passes the scenarios that change the packages, so these alone
  // earn no points.
  const kept = verdicts.filter((_, index) => edits[index]!.expects === 'deps-cached');
  const share = kept.length === 0 ? 0 : kept.filter((verdict) => verdict.ok).length / kept.length;
  const failed = verdicts.find((verdict) => !verdict.ok);
  const evidence = verdicts.flatMap((verdict) => verdict.evidence);
  if (failed === undefined)
    return { status: 'pass', message: 'Packages are reinstalled only when their list changes.', evidence };
  return {
    status: 'fail',
    share: failed.brokenInstall ? 0 : share,
    line: failed.line,
    message: failed.message,
    next: failed.next,
    evidence,
  };
}

interface Judgement {
  ok: boolean;
  /** The list of packages changed but nothing was installed, so the image lacks packages. */
  brokenInstall: boolean;
  line: number | undefined;
  message: string;
  next: string;
  evidence: NonNullable<Measured['evidence']>;
}

function judge(
  verdict: CacheVerdict,
  installLines: ReadonlySet<number>,
  scenario: EditScenario | undefined,
): Judgement {
  const installs = verdict.steps.filter((step) => step.line !== undefined && installLines.has(step.line));
  const ran = installs.filter((step) => !step.cached);
  const { firstBuild } = verdict;
  const costs = ran.map((step) => firstBuild?.get(step.line) ?? step);
  const ms = costs.reduce((sum, cost) => sum + cost.ms, 0);
  const bytes = costs.reduce((sum, cost) => sum + cost.bytes, 0);
  const when = firstBuild === undefined ? '' : ' in the first build';
  const evidence = [
    {
      label: `${verdict.title}: install steps that ${firstBuild === undefined ? 'ran' : 'run again'}`,
      value: ran.length,
      unit: 'count' as const,
      wanted: verdict.expects === 'deps-cached' ? 0 : 'at least 1',
    },
  ];
  if (verdict.expects === 'deps-run') {
    return {
      ok: ran.length > 0,
      brokenInstall: ran.length === 0,
      line: installs[0]?.line,
      message: `"${verdict.title}" changes the packages, but no install step ran.`,
      next: 'Make the install step depend on the file that lists the packages.',
      evidence,
    };
  }
  return {
    ok: ran.length === 0,
    brokenInstall: false,
    line: ran[0]?.line,
    message: `${changeOf(verdict, scenario)} reinstalls the packages${firstBuild === undefined ? ` (${formatDuration(ms)}${bytes > 0 ? `, ${formatBytes(bytes)} to push again` : ''})` : `, which took ${formatDuration(ms)}${bytes > 0 ? ` and stored ${formatBytes(bytes)}` : ''} the first time`}.`,
    next: adviceFor(verdict.firstMiss, installLines),
    evidence: [
      ...evidence,
      { label: `${verdict.title}: duration of these steps${when}`, value: ms, unit: 'ms' },
      {
        label: `${verdict.title}: ${firstBuild === undefined ? 'new bytes' : 'bytes'} of these steps${when}`,
        value: bytes,
        unit: 'bytes',
      },
    ],
  };
}

function changeOf(verdict: CacheVerdict, scenario: EditScenario | undefined): string {
  const paths = [...new Set(scenario?.edits.map(({ path }) => path))];
  return paths.length > 0 ? `An edit of ${listed(paths)}` : `"${verdict.title}" changes no file, but it`;
}

function adviceFor(cause: CacheVerdict['firstMiss'], installLines: ReadonlySet<number>): string {
  if (cause?.line === undefined)
    return 'First copy only the list of packages and install them, then copy the code.';
  if (installLines.has(cause.line))
    return `The install on line ${cause.line} is itself a cache miss: ${cause.reason}. Make it depend only on the list of packages.`;
  return `The first cache miss is on line ${cause.line}: ${cause.reason}. Install the packages before that line.`;
}
