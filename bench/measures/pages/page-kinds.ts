import { hrefTo, slugOf, type PageName } from '@dfm/contracts/page-addresses';
import { examplePages, pages } from '@dfm/contracts/pages';
import type { Page } from '@playwright/test';

/** A page to measure, and the controls that a reader uses on it. */
export interface PageKind {
  kind: string;
  path: string;
  /** Has an editor: a visit waits for its first squiggle. */
  hasEditor?: boolean;
  /** Controls other than the switch between light and dark, which is on every page. */
  press?: (page: Page) => Promise<void>;
}

const visits: { [Name in PageName]?: Pick<PageKind, 'hasEditor' | 'press'> } = {
  lesson: { press: answerAndSwitch },
  exercise: {
    hasEditor: true,
    press: (page) => page.getByRole('tab', { name: '.dockerignore' }).click(),
  },
  glossary: {
    press: (page) => page.getByRole('main').getByRole('searchbox').pressSequentially('layer'),
  },
  cheatSheet: {
    press: (page) => page.getByRole('main').getByRole('searchbox').pressSequentially('build'),
  },
};

/**
 * One page of each kind, and a page on which the search is used.
 *
 * @param lesson path of the lesson to measure
 */
export function pageKinds(lesson: string): PageKind[] {
  const kinds = examplePages().flatMap(({ name, address }): PageKind[] => {
    const kind = pages[name].benchmark;
    if (kind === undefined) return [];
    return [{ kind, path: name === 'lesson' ? lesson : address, ...visits[name] }];
  });
  return [...kinds, { kind: 'search', path: hrefTo('module', 'why-containers'), press: search }];
}

/** Uses every option of every question, every choice in a figure, and the first button of each figure. */
async function answerAndSwitch(page: Page): Promise<void> {
  const article = page.getByRole('article');
  for (const fold of await article.locator('details.after-prediction > summary').all()) await fold.click();
  for (const option of await article.getByRole('form').getByRole('radio').all())
    await option.locator('xpath=ancestor::label').click();
  for (const choice of await article.locator('.segments label').all()) await choice.click();
  for (const figure of await article.getByRole('figure').all()) {
    const button = figure.getByRole('button', { disabled: false }).first();
    if ((await button.count()) > 0) await button.click();
  }
}

async function search(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Search' }).click();
  await page
    .getByRole('dialog', { name: 'Search' })
    .getByRole('combobox')
    .or(page.getByRole('dialog', { name: 'Search' }).locator('input'))
    .first()
    .pressSequentially('cache');
}

/** Path of the lesson that has the most figures in its served page, among those linked from the course map. */
export async function lessonWithMostFigures(url: string): Promise<string> {
  const map = await (await fetch(url + hrefTo('course'))).text();
  const links = [...map.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
  const paths = [...new Set(links)].filter((href) => slugOf('lesson', href) !== undefined);
  const counted = await Promise.all(
    paths.map(async (path) => ({
      path,
      figures: (await (await fetch(url + path)).text()).split('<figure').length - 1,
    })),
  );
  const [most] = counted.toSorted((a, b) => b.figures - a.figures);
  if (most === undefined) throw new Error(`${url}${hrefTo('course')} links to no lesson`);
  return most.path;
}
