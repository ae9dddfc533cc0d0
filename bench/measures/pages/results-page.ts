import { budgets, MIN_LIGHTHOUSE_SCORE, overBudget, verdictOf, type MeasuredPage } from './budgets.ts';

export interface PagesBench {
  visits: number;
  machine: { cores: number; memoryGb: number; loadBefore: number; chromium: string };
  pages: readonly MeasuredPage[];
  /** Pages of a site without styles, and without scripts but those of the same framework. */
  bare: Pick<MeasuredPage, 'kind' | 'lighthouse'>[];
}

/** The text of `docs/results/pages.md`. */
export function resultsPage({ visits, machine, pages, bare }: PagesBench): string {
  const over = pages.flatMap((page) => overBudget(page).map((text) => `- ${page.kind}: ${text}`));
  return `# Page performance

Made by \`npm run bench:pages -- --record\` on ${machine.cores} processors and ${machine.memoryGb} GiB, with a load of ${machine.loadBefore.toFixed(1)} before, against the
production build on the same machine, in Chromium ${machine.chromium}. 95th percentile of ${visits} visits with an empty
cache, 1440 px wide. The budgets are those of a lesson page, and apply to the other pages too. *JavaScript* is
the compressed size of the scripts named in the served document. *Later* is the size of those loaded
afterwards until the network was idle: the editor, and what the linked pages will need. *Interaction* is the
time from the slowest interaction of a visit to the next paint, in steps of 8 ms: the light and dark switch,
and on a lesson every answer and every choice in a figure. *Editor ready* is the time from the first paint to
the first squiggle.

${pagesTable(pages)}

Lighthouse scores from 0 to 100; the target for each is ${MIN_LIGHTHOUSE_SCORE}. For accessibility, best practices and search
engines, the lower of phone and desktop is shown. Lighthouse simulates a phone with a quarter of this
machine's speed on a slow network. Each score is the median of three runs. A *bare page* has no styles and no
scripts but those of the same framework. A page of its length cannot be faster.

${lighthouseTable([...bare, ...pages])}

${withoutTable(pages)}${over.length === 0 ? 'Every page is within its budgets.' : `Over budget:\n\n${over.join('\n')}`}
`;
}

/** One row per page: what was measured, and whether it is within the budget. */
export function pagesTable(pages: readonly MeasuredPage[]): string {
  const head = [
    'page',
    ...budgets.map(({ name, max, unit }) => `${name} (${max}${unit && ` ${unit}`})`),
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

export function lighthouseTable(pages: readonly Pick<MeasuredPage, 'kind' | 'lighthouse'>[]): string {
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

/** Where the points go that pages below the target lack; empty if every page reaches it. */
function withoutTable(pages: readonly MeasuredPage[]): string {
  const rows = pages.flatMap(({ kind, without = [] }) =>
    without.map(({ files, performancePhone }) => [`${kind}, without ${files}`, scoreCell(performancePhone)]),
  );
  if (rows.length === 0) return '';
  return `Performance on the phone of the pages below the target, if the browser does not load some of their files.
Without our scripts, nothing on a page can be used:

${table(['page', 'performance, phone'], rows)}

`;
}

function cell(page: MeasuredPage, budget: (typeof budgets)[number]): string {
  const value = page[budget.quantity];
  if (value === undefined) return '';
  return `${value} ${verdictOf(page, budget)}`;
}

function scoreCell(score: number): string {
  return `${score} ${score >= MIN_LIGHTHOUSE_SCORE ? 'ok' : 'under'}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}
