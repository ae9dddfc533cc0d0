import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page, Request } from '@playwright/test';
import { root } from '../../../launcher/stack.ts';
import type { PageKind } from './page-kinds.ts';

/** Measurements of one visit with an empty cache. */
export interface Visit {
  /** Compressed size of the scripts that the served document names, in bytes. */
  scriptBytes: number;
  /**
   * Compressed size of the scripts loaded afterwards, until the network was idle: the editor, and what the
   * linked pages will need.
   */
  laterScriptBytes: number;
  lcpMs: number;
  cls: number;
  /**
   * The slowest interaction of the visit up to the next paint, as defined by INP, in the steps of 8 ms that
   * browsers report.
   */
  interactionMs: number;
  /** On an exercise: from the first paint of the page, which already has the pane, to its first squiggle. */
  editorReadyMs: number | undefined;
}

const SQUIGGLE = '.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error';

/** Each is undefined until the browser has reported it. */
interface Vitals {
  lcp?: number;
  cls?: number;
  inp?: number;
  squiggleAt?: number;
}

declare global {
  var webVitals: typeof import('web-vitals');
  var vitals: Vitals;
}

const vitalsLibrary = await readFile(join(root, 'node_modules/web-vitals/dist/web-vitals.iife.js'), 'utf8');

/**
 * Opens a page as a new visitor, waits until it is idle, uses its controls and leaves. Largest paint, layout
 * shifts and delays are measured with the web-vitals library, which is by the authors of these metrics.
 */
export async function visit(
  browser: Browser,
  url: string,
  { path, hasEditor = false, press }: PageKind,
): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const scripts: Request[] = [];
    page.on('requestfinished', (request) => request.resourceType() === 'script' && scripts.push(request));
    // The library's variable is visible only in its own script.
    await page.addInitScript({ content: `${vitalsLibrary}\nglobalThis.webVitals = webVitals;` });
    await page.addInitScript(observe, SQUIGGLE);
    const document = await (await page.goto(path, { waitUntil: 'networkidle' }))?.text();
    if (hasEditor) await page.locator(SQUIGGLE).first().waitFor({ state: 'attached' });
    const bytesOf = async (some: readonly Request[]) =>
      (await Promise.all(some.map((request) => request.sizes()))).reduce(
        (sum, { responseBodySize }) => sum + responseBodySize,
        0,
      );
    const isNamed = (request: Request) => document?.includes(new URL(request.url()).pathname) === true;
    const [scriptBytes, laterScriptBytes] = await Promise.all([
      bytesOf(scripts.filter(isNamed)),
      bytesOf(scripts.filter((request) => !isNamed(request))),
    ]);
    await settled(page);
    await press?.(page);
    const theme = page.getByRole('button', { name: 'Switch between light and dark' });
    // Twice, to end with the original theme.
    for (let n = 0; n < 2; n++) await theme.click({ force: true });
    await interactionReported(page);
    const { lcp, cls, inp, squiggleAt, paintAt } = await page.evaluate(() => ({
      ...globalThis.vitals,
      paintAt: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    }));
    if (lcp === undefined || cls === undefined || inp === undefined)
      throw new Error(`${path}: the browser did not report the largest paint, layout shifts or interactions`);
    return {
      scriptBytes,
      laterScriptBytes,
      lcpMs: lcp,
      cls,
      interactionMs: inp,
      editorReadyMs: squiggleAt === undefined ? undefined : squiggleAt - paintAt,
    };
  } finally {
    await context.close();
  }
}

/** Runs in the page before any of its own scripts. */
function observe(squiggle: string): void {
  const vitals: Vitals = {};
  globalThis.vitals = vitals;
  const { onLCP, onCLS, onINP } = globalThis.webVitals;
  onLCP(({ value }) => (vitals.lcp = value), { reportAllChanges: true });
  onCLS(({ value }) => (vitals.cls = value), { reportAllChanges: true });
  onINP(({ value }) => (vitals.inp = value), { reportAllChanges: true, durationThreshold: 16 });
  new MutationObserver((_, observer) => {
    if (document.querySelector(squiggle) === null) return;
    observer.disconnect();
    vitals.squiggleAt = performance.now();
  }).observe(document, { childList: true, subtree: true });
}

/**
 * Waits until the browser has reported the interactions, some frames after they happened. Limited to 5 s,
 * because a page may never report any.
 */
async function interactionReported(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (
      const until = performance.now() + 5_000;
      globalThis.vitals.inp === undefined && performance.now() < until;
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await settled(page);
}

/** Waits until the browser has painted all changes and is idle. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestIdleCallback(() => setTimeout(resolve, 0))),
      ),
  );
}
