import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noTrace, skipped } from '../../check/skipped.ts';
import type { CacheVerdict } from '../../replay/cache-verdict.ts';
import { isFrom } from '../../replay/step-identity.ts';

export const fullRebuildCached: Check = {
  meta: {
    id: 'full-rebuild-cached',
    title: 'Unchanged rebuild is fully cached',
    axis: 'cache',
    topic: 'cache',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['trace'],
    also: [],
    detects: 'Whether every step comes from the cache when the same context is built a second time.',
    why: 'A step that runs although nothing changed runs for everyone, every time, together with all steps below it.',
    fix: 'Remove everything that differs between two builds of the same context, such as downloads without a pinned version, or files that the build itself changes.',
    bad: 'ADD http://models.internal/latest.bin /srv/',
    good: 'COPY model.bin /srv/',
  },
  measure,
};

function measure({ cache, scenarios }: MeasuredInput): Measured {
  if (cache === undefined) return noTrace;
  const unchanged = cache.filter((verdict) => verdict.expects === 'all-cached');
  if (unchanged.length === 0)
    return skipped('Not measured: the exercise has no scenario with an unchanged build.');
  const ranIn = (verdict: CacheVerdict) => verdict.steps.filter((step) => !step.cached && !isFrom(step));
  const ran = unchanged.flatMap(ranIn);
  const evidence = [
    {
      label: unchanged.some(({ stopped }) => stopped !== undefined)
        ? 'Steps that run again'
        : 'Steps that ran',
      value: ran.length,
      unit: 'count' as const,
      wanted: 0,
    },
  ];
  const [first] = ran;
  const isEdit = ({ scenario }: CacheVerdict) =>
    scenarios.some(({ id, edits }) => id === scenario && edits.length > 0);
  if (first === undefined)
    return {
      status: 'pass',
      message: `${unchanged.some(isEdit) ? 'No file that the image needs was changed' : 'Nothing was changed'}, and every step came from the cache.`,
      evidence,
    };
  const broken = unchanged.find((verdict) => ranIn(verdict).length > 0)!;
  if (isEdit(broken))
    return {
      status: 'fail',
      share: 1 - unchanged.filter((verdict) => ranIn(verdict).length > 0).length / unchanged.length,
      line: first.line,
      message: `"${broken.title}" changes no file that the image needs, but ${first.name} ran again.`,
      next: 'Exclude that file from the build context, or copy only the files that the image needs, by name.',
      evidence,
    };
  return {
    status: 'fail',
    line: first.line,
    message: `Nothing was changed, but ${ran.length === 1 ? 'one step' : `${ran.length} steps`} ran again, starting with ${first.name}.`,
    next: 'Find what differs between two builds in that step: a download, a date, a file written into the context.',
    evidence,
  };
}
