import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

/** 0 to 100 each. */
export interface Scores {
  /** As Lighthouse simulates a slow phone on a slow network. */
  performancePhone: number;
  performanceDesktop: number;
  accessibility: number;
  bestPractices: number;
  seo: number;
}

const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo'];

/**
 * Lighthouse's scores of a page. Of each the worse of phone and desktop, but of performance both.
 *
 * @param chromePath the browser's program
 * @throws where Lighthouse could not judge the page
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

/** In a browser of its own: nothing of another page is in its cache or at work in it. */
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
    throw new Error(`Lighthouse could not judge ${url}: ${runtimeError.message}`);
  return (category) => {
    const score = categories?.[category]?.score;
    if (typeof score !== 'number') throw new Error(`Lighthouse gave ${url} no score for ${category}`);
    return Math.round(score * 100);
  };
}
