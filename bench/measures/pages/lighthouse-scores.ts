import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

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

/**
 * Lighthouse's scores of a page: the lower of phone and desktop, but both for performance.
 *
 * @param chromePath path of the browser's executable
 * @throws if Lighthouse could not measure the page
 */
export async function lighthouseScores(url: string, chromePath: string): Promise<Scores> {
  const phone = await scoresOf(url, chromePath, undefined);
  const desktop = await scoresOf(url, chromePath, desktopConfig);
  const worse = (category: string) => Math.min(phone(category), desktop(category));
  return {
    performancePhone: phone('performance'),
    performanceDesktop: desktop('performance'),
    accessibility: worse('accessibility'),
    bestPractices: worse('best-practices'),
    seo: worse('seo'),
  };
}

/** Uses a separate browser, so that its cache is empty and no other page is active. */
async function scoresOf(
  url: string,
  chromePath: string,
  config: typeof desktopConfig | undefined,
): Promise<(category: string) => number> {
  const browser = await launch({
    chromePath,
    chromeFlags: ['--headless=new', '--no-sandbox'],
    logLevel: 'silent',
  });
  const ran = await lighthouse(
    url,
    { port: browser.port, onlyCategories, logLevel: 'error' },
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
