import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { percentile } from '../percentiles.ts';

/** 0 to 100 each. */
export interface Scores {
  /** On the slow phone and network that Lighthouse simulates. */
  performancePhone: number;
  performanceDesktop: number;
  accessibility: number;
  bestPractices: number;
  seo: number;
}

const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo'];

/** Scores of one page differ by ten points from one run to the next, so each is the median of these. */
const RUNS = 3;
/** Now and then, Chromium's trace has no beginning, and Lighthouse cannot use it. */
const FAILURES_MAX = 3;

/**
 * Lighthouse's scores of a page: the lower of phone and desktop, but both for performance.
 *
 * @param chromePath path of the browser's executable
 * @throws if Lighthouse could not measure the page
 */
export async function lighthouseScores(url: string, chromePath: string): Promise<Scores> {
  const phone = await medianScores(url, chromePath, undefined);
  const desktop = await medianScores(url, chromePath, desktopConfig);
  const worse = (category: string) => Math.min(phone(category), desktop(category));
  return {
    performancePhone: phone('performance'),
    performanceDesktop: desktop('performance'),
    accessibility: worse('accessibility'),
    bestPractices: worse('best-practices'),
    seo: worse('seo'),
  };
}

/**
 * Performance of a page on the phone that cannot load some of its files. @param blocked patterns of
 * addresses, such as `*.woff2`
 */
export async function phoneWithout(
  url: string,
  chromePath: string,
  blocked: readonly string[],
): Promise<number> {
  return (await medianScores(url, chromePath, undefined, blocked))('performance');
}

async function medianScores(...page: Parameters<typeof scoresOf>): ReturnType<typeof scoresOf> {
  const runs: Awaited<ReturnType<typeof scoresOf>>[] = [];
  for (let failures = 0; runs.length < RUNS;)
    try {
      runs.push(await scoresOf(...page));
    } catch (error) {
      if (++failures > FAILURES_MAX) throw error;
    }
  return (category) =>
    percentile(
      runs.map((scores) => scores(category)),
      0.5,
    );
}

/** Uses a separate browser, so that its cache is empty and no other page is active. */
async function scoresOf(
  url: string,
  chromePath: string,
  config: typeof desktopConfig | undefined,
  blocked: readonly string[] = [],
): Promise<(category: string) => number> {
  const browser = await launch({
    chromePath,
    chromeFlags: ['--headless=new', '--no-sandbox'],
    logLevel: 'silent',
  });
  const ran = await lighthouse(
    url,
    { port: browser.port, onlyCategories, logLevel: 'error', blockedUrlPatterns: [...blocked] },
    config,
  ).finally(() => browser.kill());
  const { categories, runtimeError } = ran?.lhr ?? {};
  if (runtimeError !== undefined)
    throw new Error(`Lighthouse could not measure ${url}: ${runtimeError.message}`);
  return (category) => {
    const score = categories?.[category]?.score;
    if (typeof score !== 'number') throw new Error(`Lighthouse gave ${url} no score for ${category}`);
    return Math.round(score * 100);
  };
}
