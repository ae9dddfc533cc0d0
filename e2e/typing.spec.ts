import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const dockerfile = `FROM python:3.11-slim-bookworm
RUN apt install curl
COPY . .
CMD python app.py
`;
const dockerignore = `.git
data/*.csv
!data/small.csv
`;

async function slowDown(page: Page, factor: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: factor });
}

/** The text of the file that the editor shows. */
async function shownText(page: Page): Promise<string> {
  const lines = await page.locator('.monaco-editor .view-line').evaluateAll((found) =>
    found
      .map((line) => ({
        top: Number.parseInt((line as HTMLElement).style.top, 10),
        text: line.textContent ?? '',
      }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' ').replaceAll('\u200b', '')),
  );
  return lines.join('\n');
}

const draftOf = (page: Page, path: string) =>
  page.evaluate(
    (file) =>
      (
        JSON.parse(localStorage.getItem('dfm.draft.health-check') ?? '{}') as {
          edits?: Record<string, string>;
        }
      ).edits?.[file],
    path,
  );

async function typeOver(page: Page, text: string, delay: number): Promise<void> {
  await page.getByRole('region', { name: 'Editor' }).locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text, { delay });
}

for (const delay of [110, 25]) {
  test(`every character typed on a slow machine is kept, ${delay} ms per key`, async ({ learner: page }) => {
    await page.goto('/exercises/health-check');
    await expect(page.locator('[data-editor=ready]')).toBeVisible();
    await slowDown(page, 6);
    await typeOver(page, dockerfile, delay);
    await page.getByRole('tab', { name: '.dockerignore' }).click();
    await typeOver(page, dockerignore, delay);
    expect(await draftOf(page, 'Dockerfile')).toBe(dockerfile);
    expect(await draftOf(page, '.dockerignore')).toBe(dockerignore);
    expect(await shownText(page)).toBe(dockerignore);

    await page.getByRole('tab', { name: /^Dockerfile/ }).click();
    await expect.poll(() => shownText(page)).toBe(dockerfile);
    await slowDown(page, 1);
    await page.reload();
    await expect(page.locator('[data-editor=ready]')).toBeVisible();
    await expect.poll(() => shownText(page)).toBe(dockerfile);
  });
}

test('a learner who types before the editor is ready continues typing in it', async ({ learner: page }) => {
  await slowDown(page, 6);
  await page.goto('/exercises/health-check');
  const early = page.getByRole('textbox', { name: 'Dockerfile' });
  await early.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type(dockerfile, { delay: 25 });
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  await page.keyboard.type('# end', { delay: 25 });
  expect(await draftOf(page, 'Dockerfile')).toBe(`${dockerfile}# end`);
  await expect.poll(() => shownText(page)).toBe(`${dockerfile}# end`);
});

for (const part of ['page', 'editor']) {
  test(`what is selected before the ${part} is ready is still selected in it`, async ({ learner: page }) => {
    const release = await holdScripts(page, part === 'page' ? /\.js$/ : await editorScripts(page));
    await page.goto('/exercises/health-check', { waitUntil: 'commit' });
    await page.getByRole('textbox', { name: 'Dockerfile' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await expect(page.locator('[data-editor=ready]')).toBeHidden();
    release();
    await expect(page.locator('[data-editor=ready]')).toBeVisible();
    await page.keyboard.type('# instead of everything', { delay: 25 });
    await expect.poll(() => shownText(page)).toBe('# instead of everything');
  });
}

test('what is typed before the page is ready is kept, unless there is a draft', async ({ learner: page }) => {
  const type = async (text: string) => {
    const release = await holdScripts(page, /\.js$/);
    await page.goto('/exercises/health-check', { waitUntil: 'commit' });
    await page.getByRole('textbox', { name: 'Dockerfile' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text, { delay: 25 });
    release();
    await expect(page.locator('[data-editor=ready]')).toBeVisible();
  };
  await type('FROM scratch');
  await expect.poll(() => shownText(page)).toBe('FROM scratch');
  await page.keyboard.type(' # and');
  await expect.poll(() => shownText(page)).toBe('FROM scratch # and');
  await type('FROM nothing');
  await expect.poll(() => shownText(page)).toBe('FROM scratch # and');
});

/** Holds the requests for these scripts until the function that it returns is called. */
async function holdScripts(page: Page, held: RegExp | ((url: URL) => boolean)): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(held, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** The scripts that the page does not load by itself. */
async function editorScripts(page: Page): Promise<(url: URL) => boolean> {
  const served = await (await page.request.get('/exercises/health-check')).text();
  return ({ pathname }) => pathname.endsWith('.js') && !served.includes(pathname);
}
