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
 * Lighthouse's scores of a page, by a browser that runs already. Of each the worse of phone and desktop, but of performance both.
 * @param port on which the browser listens for its remote control
 * @throws where Lighthouse could not judge the page
 */
export async function lighthouseScores(url: string, port: number): Promise<Scores> {
  const phone = await scoresOf(url, port, undefined);
  const desktop = await scoresOf(url, port, desktopConfig);
  const worse = (category: string) => Math.min(phone(category), desktop(category));
  return { performancePhone: phone('performance'), performanceDesktop: desktop('performance'), accessibility: worse('accessibility'), bestPractices: worse('best-practices'), seo: worse('seo') };
}

async function scoresOf(url: string, port: number, config: typeof desktopConfig | undefined): Promise<(category: string) => number> {
  const ran = await lighthouse(url, { port, onlyCategories, logLevel: 'error' }, config);
  const { categories, runtimeError } = ran?.lhr ?? {};
  if (runtimeError !== undefined) throw new Error(`Lighthouse could not judge ${url}: ${runtimeError.message}`);
  return (category) => {
    const score = categories?.[category]?.score;
    if (typeof score !== 'number') throw new Error(`Lighthouse gave ${url} no score for ${category}`);
    return Math.round(score * 100);
  };
}
