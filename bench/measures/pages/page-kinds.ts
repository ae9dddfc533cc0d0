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

/**
 * One page of each kind.
 *
 * @param lesson path of the lesson to measure
 */
export function pageKinds(lesson: string): PageKind[] {
  return [
    { kind: 'home', path: '/' },
    { kind: 'course map', path: '/course' },
    { kind: 'module', path: '/course/small-and-fast-images' },
    { kind: 'lesson with the most figures', path: lesson, press: answerAndSwitch },
    {
      kind: 'exercise',
      path: '/exercises/sklearn-service',
      hasEditor: true,
      press: (page) => page.getByRole('tab', { name: '.dockerignore' }).click(),
    },
    { kind: 'board', path: '/exercises/golf/board' },
    {
      kind: 'glossary',
      path: '/glossary',
      press: (page) => page.getByRole('main').getByRole('searchbox').pressSequentially('layer'),
    },
    {
      kind: 'cheat sheet',
      path: '/cheat-sheet',
      press: (page) => page.getByRole('main').getByRole('searchbox').pressSequentially('build'),
    },
    { kind: 'search', path: '/course/why-containers', press: search },
    { kind: 'review', path: '/review' },
  ];
}

/** Uses every option of every question, every choice in a figure, and the first button of each figure. */
async function answerAndSwitch(page: Page): Promise<void> {
  const article = page.getByRole('article');
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
  const map = await (await fetch(`${url}/course`)).text();
  const paths = [...new Set(map.match(/\/lessons\/[a-z0-9-]+/g))];
  const counted = await Promise.all(
    paths.map(async (path) => ({
      path,
      figures: (await (await fetch(url + path)).text()).split('<figure').length - 1,
    })),
  );
  const [most] = counted.toSorted((a, b) => b.figures - a.figures);
  if (most === undefined) throw new Error(`${url}/course links to no lesson`);
  return most.path;
}
