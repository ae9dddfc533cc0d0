/**
 * `npm run bench:pages [-- --visits N --no-lighthouse --record]`: measures a page of each kind in a browser
 * and compares it with its budgets. Prints tables and writes `<DATA_DIR>/bench/pages.json`; `--record` writes
 * docs/results/pages.md. Run it on an otherwise idle machine.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { CleanUps } from '../launcher/clean-ups.ts';
import { root, startStack } from '../launcher/stack.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { barePages, startBareSite } from './measures/pages/bare-site.ts';
import { MIN_LIGHTHOUSE_SCORE, overBudget, type MeasuredPage } from './measures/pages/budgets.ts';
import { lighthouseScores, phoneWithout } from './measures/pages/lighthouse-scores.ts';
import { lessonWithMostFigures, pageKinds, type PageKind } from './measures/pages/page-kinds.ts';
import { lighthouseTable, type PagesBench, pagesTable, resultsPage } from './measures/pages/results-page.ts';
import { visit, type Visit } from './measures/pages/visit.ts';
import { percentile } from './measures/percentiles.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    visits: { type: 'string', default: '10' },
    lighthouse: { type: 'boolean', default: true },
    record: { type: 'boolean', default: false },
  },
});
const visits = Number(values.visits);
if (!Number.isInteger(visits) || visits < 1)
  throw new Error(`--visits ${values.visits} is not a positive whole number`);

const chromePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const loadBefore = loadavg()[0] ?? 0;
const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
await mkdir(join(dataDir, 'bench'), { recursive: true });
// An empty database, so that every visitor is new.
const stateDir = await mkdtemp(join(dataDir, 'bench-'));
await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
try {
  const { url, prepared } = await startStack(cleanUps, { dataDir, stateDir, port: 3800 });
  await prepared;
  const browser = await chromium.launch({ executablePath: chromePath, args: ['--no-sandbox'] });
  await cleanUps.add(() => browser.close());

  const pages: MeasuredPage[] = [];
  for (const kind of pageKinds(await lessonWithMostFigures(url))) {
    const page = await measured(browser, url, kind);
    pages.push(page);
    console.log(`  ${kind.kind}: ${overBudget(page).join('; ') || 'within its budgets'}`);
  }
  const bare: PagesBench['bare'] = [];
  if (values.lighthouse) {
    const bareUrl = await startBareSite(3810, cleanUps);
    for (const { kind, path } of barePages)
      bare.push({ kind, lighthouse: await lighthouseScores(bareUrl + path, chromePath).catch(failureOf) });
  }
  const result = {
    visits,
    machine: {
      cores: availableParallelism(),
      memoryGb: Math.round(totalmem() / 2 ** 30),
      loadBefore,
      chromium: browser.version(),
    },
    pages,
    bare,
  };
  await writeFile(join(dataDir, 'bench/pages.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`\n${pagesTable(pages)}\n\n${lighthouseTable([...bare, ...pages])}`);
  if (values.record) await writeFile(join(root, 'docs/results/pages.md'), resultsPage(result));
} finally {
  await cleanUps.run();
}

async function measured(browser: Browser, url: string, kind: PageKind): Promise<MeasuredPage> {
  // Warm-up, not counted: the server reads files that it has not needed before.
  await visit(browser, url, kind);
  const all: Visit[] = [];
  for (let n = 0; n < visits; n++) all.push(await visit(browser, url, kind));
  const p95 = (of: (each: Visit) => number) => percentile(all.map(of), 0.95);
  const ready = all.flatMap(({ editorReadyMs }) => editorReadyMs ?? []);
  const lighthouse = values.lighthouse
    ? await lighthouseScores(url + kind.path, chromePath).catch(failureOf)
    : undefined;
  return {
    kind: kind.kind,
    path: kind.path,
    scriptKb: kilobytes(p95(({ scriptBytes }) => scriptBytes)),
    laterScriptKb: kilobytes(p95(({ laterScriptBytes }) => laterScriptBytes)),
    lcpMs: Math.round(p95(({ lcpMs }) => lcpMs)),
    cls: Math.round(p95(({ cls }) => cls) * 10_000) / 10_000,
    interactionMs: Math.round(p95(({ interactionMs }) => interactionMs)),
    editorReadyMs: ready.length === 0 ? undefined : Math.round(percentile(ready, 0.95)),
    lighthouse,
    without: lighthouse && (await partsOf(url + kind.path, lighthouse)),
  };
}

/** What a page below the target would reach on the phone without its fonts, and without its scripts. */
async function partsOf(url: string, lighthouse: NonNullable<MeasuredPage['lighthouse']>) {
  if ('failed' in lighthouse) return undefined;
  if (lighthouse.performancePhone >= MIN_LIGHTHOUSE_SCORE) return undefined;
  const parts: NonNullable<MeasuredPage['without']>[number][] = [];
  for (const [files, blocked] of [
    ['fonts', ['*.woff2']],
    ['scripts', ['*.js', '*.js?*']],
  ] as const)
    parts.push({ files, performancePhone: await phoneWithout(url, chromePath, blocked) });
  return parts;
}

/** Rounded to a tenth. */
function kilobytes(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}

/** If Lighthouse cannot measure a page, the tables show the error and the results of the others are kept. */
function failureOf(error: unknown): { failed: string } {
  return { failed: error instanceof Error ? error.message : String(error) };
}
