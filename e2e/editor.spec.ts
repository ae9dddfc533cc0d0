import type { Page } from '@playwright/test';
import { expect, stackValue, test, typeIntoEditor } from './fixtures.ts';

/** Left and top of the first character of each line that is not blank. */
async function linePositions(page: Page, selector: string): Promise<number[][]> {
  return page.locator(selector).evaluateAll((lines) =>
    lines
      .filter((line) => /\S/.test((line.textContent ?? '').replaceAll('\u200b', '')))
      .map((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        const { left, top } = range.getBoundingClientRect();
        return [Math.round(left), Math.round(top)];
      })
      .sort((a, b) => a[1]! - b[1]!),
  );
}

test('the Dockerfile is in the page before any script runs, coloured, and where the editor draws it', async ({
  browser,
  learner: page,
}) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await page.goto('/exercises/health-check');
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  await expect(page.locator('.view-line').first()).toBeVisible();

  const context = await browser.newContext({
    baseURL: stackValue('E2E_URL'),
    javaScriptEnabled: false,
    viewport: { width: 1600, height: 900 },
  });
  try {
    const early = await context.newPage();
    await early.goto('/exercises/health-check');
    const note = early.locator('.workbench noscript p');
    await expect(note).toContainText('The editor and Run need JavaScript');
    const weight = await early
      .locator('.early-keyword')
      .first()
      .evaluate((keyword) => getComputedStyle(keyword).fontWeight);
    expect(weight).toBe('700');
    // The note above the panes is there only without scripts.
    const noteHeight = Math.round((await note.boundingBox())?.height ?? 0);
    const positions = (await linePositions(early, '.early-text')).map(([left, top]) => [
      left,
      top! - noteHeight,
    ]);
    expect(positions.length).toBeGreaterThan(5);
    expect(await linePositions(page, '.view-line > span')).toEqual(positions);
  } finally {
    await context.close();
  }
});

test('text that is too large is reported immediately, and nothing is sent', async ({ learner: page }) => {
  const submissions: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && submissions.push(request.url()));
  await page.goto('/exercises/health-check');
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  const line = `# ${'x'.repeat(998)}\n`;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), line.repeat(2_200));
  await page.getByRole('region', { name: 'Editor' }).locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+v');
  const alert = page.getByRole('region', { name: 'Checks while typing' }).getByRole('alert');
  await expect(alert).toContainText('2.1 MiB in total, but the limit is 2 MiB');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('Your files are too large')).toBeVisible();
  expect(submissions).toEqual([]);

  await page.getByRole('button', { name: 'Reset to starter' }).click();
  await expect(alert).toBeHidden();
});

test('a first Dockerfile is not greeted with what the course explains later', async ({ learner: page }) => {
  await page.goto('/exercises/first-image');
  const findings = page.getByRole('region', { name: 'Findings' });
  const later = findings.getByText('2 findings for later in the course');
  await expect(later).toBeVisible();
  await expect(findings.getByText('There is no USER')).toBeHidden();
  await later.click();
  await expect(findings.getByText('There is no USER')).toBeVisible();
});

test('the editor follows a switch between light and dark', async ({ learner: page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/exercises/health-check');
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  const background = page.locator('.monaco-editor-background').first();
  const colorOf = (name: string) =>
    page.evaluate((variable) => {
      const probe = document.createElement('div');
      probe.style.color = `var(${variable})`;
      document.body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }, name);
  const light = await colorOf('--raised');
  await expect(background).toHaveCSS('background-color', light);
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  await expect.poll(() => colorOf('--raised')).not.toBe(light);
  await expect(background).toHaveCSS('background-color', await colorOf('--raised'));
});

test('the hover of a variable says what its value is, and the menu of quick fixes is not cut off', async ({
  learner: page,
}) => {
  await page.goto('/exercises/cache-order');
  // The pointer moves only once, so it waits until the editor has drawn the line for the last time.
  await expect(page.locator('.squiggly-warning').first()).toBeVisible();
  await page.locator('.view-line').getByText('GIT_SHA', { exact: false }).first().hover();
  await expect(page.locator('.monaco-hover').getByText('Value in this Dockerfile: unknown')).toBeVisible();

  await typeIntoEditor(page, `FROM debian\nRUN echo ${'x'.repeat(30)} && apt install curl`);
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('Replace apt with apt-get');
  await page.keyboard.press('ControlOrMeta+.');
  const menu = page.locator('.action-widget').first();
  await expect(menu).toBeVisible();
  const cutOff = await menu.locator('.title').evaluateAll((titles) =>
    titles.filter((title) => {
      const text = document.createRange();
      text.selectNodeContents(title);
      return (
        text.getBoundingClientRect().right > title.closest('.action-widget')!.getBoundingClientRect().right
      );
    }),
  );
  const hasEllipsis = await menu
    .locator('.title')
    .evaluateAll((titles) => titles.some((title) => getComputedStyle(title).overflowX === 'hidden'));
  expect([cutOff.length, hasEllipsis]).toEqual([0, false]);
});

for (const { window, width, isLoaded } of [
  { window: 'a wide window', width: 1440, isLoaded: true },
  { window: 'a phone', width: 360, isLoaded: false },
]) {
  test(`${window} loads ${isLoaded ? 'Monaco' : 'no Monaco'}`, async ({ learner: page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/exercises/non-root', { waitUntil: 'networkidle' });
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    const scripts = loaded.filter((url) => new URL(url).pathname.endsWith('.js'));
    const texts = await Promise.all(scripts.map(async (url) => (await page.request.get(url)).text()));
    expect(texts.some((text) => text.includes('monaco-editor'))).toBe(isLoaded);
  });
}
