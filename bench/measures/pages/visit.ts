import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page, Request } from '@playwright/test';
import { root } from '../../../launcher/stack.ts';
import type { PageKind } from './page-kinds.ts';

/** What one visit with an empty cache cost. */
export interface Visit {
  /** Bodies of the scripts that the served document names, as they were transferred (compressed), in bytes. */
  scriptBytes: number;
  /**
   * Of those fetched beside them until the network came to rest: the editor, and what the pages that are
   * linked to will need.
   */
  laterScriptBytes: number;
  lcpMs: number;
  cls: number;
  /**
   * From a press to the next paint, the slowest of the visit, as INP takes it; in steps of 8 ms, as browsers
   * tell it.
   */
  interactionMs: number;
  /** Of an exercise: from the first paint of its page, which has the pane, to the first squiggle in it. */
  editorReadyMs: number | undefined;
}

const SQUIGGLE = '.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error';

/** Undefined until the browser told. */
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
 * Opens a page as somebody who was never here, waits until it is at rest, presses what there is to press and
 * leaves. Largest paint, shifts and delays are counted by the library of those who defined them.
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
    // The script's own variable is seen by this script alone.
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
    // Twice: there and back.
    for (let n = 0; n < 2; n++) await theme.click({ force: true });
    await toldDelay(page);
    const { lcp, cls, inp, squiggleAt, paintAt } = await page.evaluate(() => ({
      ...globalThis.vitals,
      paintAt: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    }));
    if (lcp === undefined || cls === undefined || inp === undefined)
      throw new Error(`${path}: the browser told no largest paint, no shifts or no delay`);
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

/** Runs in the page, before anything of it. */
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
 * Until the delays of the presses are told, which is some frames after them. Bounded: a page that swallows
 * them all tells none.
 */
async function toldDelay(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (
      const until = performance.now() + 5_000;
      globalThis.vitals.inp === undefined && performance.now() < until;
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await settled(page);
}

/** Until the browser has painted what was asked of it and has nothing to do. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestIdleCallback(() => setTimeout(resolve, 0))),
      ),
  );
}
