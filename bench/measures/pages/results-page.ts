import { budgets, LIGHTHOUSE_LEAST, overBudget, verdictOf, type MeasuredPage } from './budgets.ts';

export interface PagesBench {
  visits: number;
  machine: { cores: number; memoryGb: number; loadBefore: number; chromium: string };
  pages: readonly MeasuredPage[];
}

/** What `docs/results/pages.md` says. */
export function resultsPage({ visits, machine, pages }: PagesBench): string {
  const over = pages.flatMap((page) => overBudget(page).map((text) => `- ${page.kind}: ${text}`));
  return `# What the pages cost

Made by \`npm run bench:pages -- --record\`, on ${machine.cores} processors and ${machine.memoryGb} GiB with a load of ${machine.loadBefore.toFixed(1)} before, against the production build on
the same machine, in Chromium ${machine.chromium}. 95th percentile of ${visits} visits with an empty cache, 1440 px wide. The budgets are a lesson page's; the other pages are
held against them too. *JavaScript* is the scripts that the served document names, compressed as they were sent; *later* are those that came beside them until the
network was at rest: the editor, and what the pages linked to will need. *Interaction* is the slowest press of a visit until the next paint, in steps of 8 ms: light and
dark, and on a lesson every answer and every choice of a figure. *Editor ready* is from the first paint to the first squiggle.

${pagesTable(pages)}

Lighthouse, 0 to 100, each to reach ${LIGHTHOUSE_LEAST}; of accessibility, practices and search engines the worse of phone and desktop. It simulates a phone of a quarter of this
machine's speed on a slow network.

${lighthouseTable(pages)}

${over.length === 0 ? 'Every page is within its budgets.' : `Over budget:\n\n${over.join('\n')}`}
`;
}

/** One row for each page: what was measured, and whether it is within the budget. */
export function pagesTable(pages: readonly MeasuredPage[]): string {
  const head = [
    'page',
    ...budgets.map(({ name, most, unit }) => `${name} (${most}${unit && ` ${unit}`})`),
    'later (kB)',
  ];
  return table(
    head,
    pages.map((page) => [
      `${page.kind}, \`${page.path}\``,
      ...budgets.map((budget) => cell(page, budget)),
      String(page.laterScriptKb),
    ]),
  );
}

export function lighthouseTable(pages: readonly MeasuredPage[]): string {
  const rows = pages.flatMap(({ kind, lighthouse: scores }) =>
    scores === undefined || 'failed' in scores
      ? []
      : [
          [
            kind,
            ...[
              scores.performancePhone,
              scores.performanceDesktop,
              scores.accessibility,
              scores.bestPractices,
              scores.seo,
            ].map(scoreCell),
          ],
        ],
  );
  return table(
    [
      'page',
      'performance, phone',
      'performance, desktop',
      'accessibility',
      'best practices',
      'search engines',
    ],
    rows,
  );
}

function cell(page: MeasuredPage, budget: (typeof budgets)[number]): string {
  const value = page[budget.quantity];
  if (value === undefined) return '';
  return `${value} ${verdictOf(page, budget)}`;
}

function scoreCell(score: number): string {
  return `${score} ${score >= LIGHTHOUSE_LEAST ? 'ok' : 'under'}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}
