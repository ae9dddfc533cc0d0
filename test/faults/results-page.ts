import { z } from 'zod';

/** The measurements of one fault. `seconds`: from the fault to the verdict, for each try. */
export const recordSchema = z.object({
  case: z.number(),
  what: z.string(),
  tries: z.number(),
  grades: z.number(),
  leaks: z.number(),
  seconds: z.array(z.number()),
});
export type FaultRecord = z.infer<typeof recordSchema>;

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ meta: z.object({ faults: z.array(recordSchema).optional() }).optional() }),
      ),
    }),
  ),
});

/** The measurements of the fault tests, from vitest's JSON report. @throws ZodError for a different document */
export function faultRecords(report: unknown): FaultRecord[] {
  const { testResults } = reportSchema.parse(report);
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ meta }) => meta?.faults ?? []),
  );
}

/** The text of docs/results/faults.md. */
export function resultsPage(
  records: readonly FaultRecord[],
  machine: { cpus: number; engine: string },
): string {
  const kills = records.filter((record) => record.case === 40);
  return `# Platform faults that runs survive

Written by \`npm run test:faults\`. It uses real runners, sandboxes, engines and PostgreSQL; the site consists
of its own route handlers over HTTP. *Grades* must equal *tries*. *Leaks* counts containers, mounts, loop
devices, folders and processes that were left after everything should have been removed. *Seconds* is the time
from the fault to the verdict: minimum, median, maximum.

On ${machine.cpus} processors, which other work may have shared, with Docker Engine ${machine.engine}. Runners killed with
SIGKILL: ${sum(kills, 'tries')}; grades: ${sum(kills, 'grades')}; left behind: ${sum(kills, 'leaks')}.

| case | fault | tries | grades | leaks | seconds |
|---|---|---|---|---|---|
${records
  .toSorted((a, b) => a.case - b.case)
  .map(
    (record) =>
      `| ${record.case} | ${record.what} | ${record.tries} | ${record.grades} | ${record.leaks} | ${spread(record.seconds)} |`,
  )
  .join('\n')}
`;
}

function sum(records: readonly FaultRecord[], of: 'tries' | 'grades' | 'leaks'): number {
  return records.reduce((total, record) => total + record[of], 0);
}

function spread(seconds: readonly number[]): string {
  const sorted = seconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]?.toFixed(1) ?? '';
  return sorted.length === 0 ? '' : `${at(0)} · ${at(0.5)} · ${at(1)}`;
}
