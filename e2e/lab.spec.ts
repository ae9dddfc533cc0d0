import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '@dfm/contracts/lab';
import { parseLab } from '@dfm/course/labs/load-lab';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

/** Labs that are walked with nothing but “Show me”. */
const shown = [
  'volumes-lab',
  'network-lab',
  'registry-lab',
  'compose-lab',
  'inspect-lab',
  'build-lab',
  'notebook-lab',
];

test('a learner does a lab by hand and with help, reloads, and starts a step again', async ({ learner }) => {
  const lab = await readLab('first-container');
  await learner.goto(`/labs/${lab.slug}`);
  await expectAccessible(learner);
  await start(learner);
  await expect(learner.getByText('0 of 8 done')).toBeVisible();

  await test.step('a wrong way leaves the step open, and the right one makes it green', async () => {
    await learner.keyboard.type('echo hello\n');
    await learner.keyboard.type('docker run debian:bookworm-slim echo hello\n');
    await expect(learner.getByText('1 of 8 done')).toBeVisible();
    await expect(step(learner, lab, 0).getByText(`done: ${lab.steps[0]!.done[0]!.says}`)).toBeVisible();
    await expect(
      learner.getByText('Step 1 is done. Next: Find a container that has finished.'),
    ).toBeAttached();
    await expect(step(learner, lab, 0).locator('details'), 'it can be read to its end').toHaveAttribute(
      'open',
    );
    await expect(step(learner, lab, 1).locator('details')).toHaveAttribute('open');
  });

  await test.step('hints unfold one at a time', async () => {
    const [first, second] = lab.steps[1]!.hints;
    await learner.getByRole('button', { name: 'Hint 1 of' }).click();
    await expect(learner.getByText(first!)).toBeVisible();
    await expect(learner.getByText(second!)).toBeHidden();
  });

  await test.step('a reload finds the same step and the same shell', async () => {
    await learner.reload();
    await expect(learner.getByText('1 of 8 done')).toBeVisible();
    await expect(rows(learner)).toContainText('docker run debian:bookworm-slim echo hello');
    await expect(step(learner, lab, 1).getByRole('button', { name: 'Show me' })).toBeVisible();
  });

  await test.step('nothing is typed into a program that runs', async () => {
    await learner.getByRole('textbox', { name: 'Shell 1.' }).focus();
    await learner.keyboard.type('cat\n');
    await expect(rows(learner)).toContainText('$ cat');
    await learner.getByRole('button', { name: 'Show me' }).click();
    await expect(learner.getByText('A program is running in the shell.')).toBeVisible();
    await learner.getByRole('textbox', { name: 'Shell 1.' }).focus();
    await learner.keyboard.press('Control+c');
    await atPrompt(learner);
  });

  await showFrom(learner, lab, 1);
  await expectAccessible(learner);
  await learner.setViewportSize({ width: 1440, height: 900 });

  await test.step('a step is started again in a new sandbox, and what was done stays done', async () => {
    await step(learner, lab, 1).locator('summary').click();
    await step(learner, lab, 1).getByRole('button', { name: 'Do this step again' }).click();
    await learner.getByRole('dialog').getByRole('button', { name: 'Start again' }).click();
    await expect(step(learner, lab, 1).getByRole('button', { name: 'Show me' })).toBeVisible({
      timeout: 120_000,
    });
    await expect(learner.getByText('8 of 8 done')).toBeVisible();
    await expect(rows(learner), 'the commands of the step before are not in it').not.toContainText(
      'echo hello',
    );
  });

  await test.step('the session ends, and the lab is still done', async () => {
    await end(learner);
    await expect(learner.getByRole('button', { name: 'Start again at step 1' })).toBeVisible();
    await learner.goto('/labs');
    await expect(learner.getByText('8 of 8 steps')).toBeVisible();
    await expectAccessible(learner);
  });
});

test('a sentence and a condition of a step are reported, on a static page', async ({ learner }) => {
  const lab = await readLab('first-container');
  const response = await learner.goto(`/labs/${lab.slug}`);
  expect(response?.headers()['x-nextjs-cache'], 'the build made the page').toBe('HIT');
  await expect(learner.getByRole('button', { name: 'Start', exact: true })).toBeVisible();
  const { says } = lab.steps[0]!.done[0]!;
  for (const [quote, selector] of [
    ['An image is a set of files', '.lab-text p'],
    [says, '.lab-conditions li span:last-child'],
  ] as const) {
    await learner
      .locator(selector)
      .first()
      .evaluate((element) => getSelection()!.selectAllChildren(element));
    await learner.locator('.report-selected').click();
    const dialog = learner.getByRole('dialog');
    await expect(dialog.getByRole('blockquote')).toContainText(quote);
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
  }
  await learner.goto('/account/reports');
  await expect(learner.getByRole('link', { name: lab.title })).toHaveCount(2);
});

test('on a phone, the task and the shells are tabs', async ({ learner }) => {
  const lab = await readLab('first-container');
  await learner.setViewportSize({ width: 360, height: 780 });
  await learner.goto('/terminal');
  await learner.getByRole('button', { name: 'Start' }).click();
  await expect(learner.getByText('Connected', { exact: true })).toBeVisible({ timeout: 120_000 });
  await learner.goto(`/labs/${lab.slug}`);
  await learner.getByRole('button', { name: 'Start', exact: true }).click();
  await learner.getByRole('dialog').getByRole('button', { name: 'End it and start the lab' }).click();
  await expect(learner.getByRole('button', { name: 'Show me' })).toBeVisible({ timeout: 120_000 });
  await learner.getByRole('button', { name: 'Hint 1 of' }).click();
  await learner.getByRole('button', { name: 'Shells', exact: true }).click();
  await atPrompt(learner);
  await learner.getByRole('button', { name: 'Task', exact: true }).click();
  await expect(learner.getByText(lab.steps[0]!.hints[0]!), 'the hint is still unfolded').toBeVisible();
  await learner.getByRole('button', { name: 'Show me' }).click();
  await expect(rows(learner), 'the learner sees it').toBeVisible();
  await expect(learner.getByText('Step 1 is done.')).toBeVisible();
  await expectAccessible(learner);
  await end(learner);
});

for (const slug of shown)
  test(`the lab ${slug} is done by what “Show me” types`, async ({ learner }) => {
    const lab = await readLab(slug);
    await learner.goto(`/labs/${slug}`);
    await start(learner);
    await showFrom(learner, lab, 0);
    await end(learner);
  });

async function readLab(slug: string): Promise<Lab> {
  const file = join(import.meta.dirname, '../content/labs', slug, 'lab.yaml');
  return parseLab(await readFile(file, 'utf8'), file);
}

async function start(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Shell 1.' })).toBeFocused({ timeout: 120_000 });
  await atPrompt(page);
}

/** A session that nobody uses would keep its place for a while. */
async function end(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(page.getByText('You ended it.')).toBeVisible();
}

/** Does the rest of a lab with “Show me”. @param index of the step at which the learner is */
async function showFrom(page: Page, { steps, ...lab }: Lab, index: number): Promise<void> {
  await atPrompt(page);
  for (const [number, { title }] of steps.entries())
    if (number >= index)
      await test.step(title, async () => {
        // A step may be done before its last lines are typed: until then, the button of the next one is disabled.
        await step(page, { ...lab, steps }, number)
          .getByRole('button', { name: 'Show me' })
          .click();
        const progress = page.getByText(`${number + 1} of ${steps.length} done`);
        // Some commands build images.
        await expect(progress).toBeVisible({ timeout: 300_000 });
      });
  await expect(page.getByRole('heading', { name: 'Lab complete' })).toBeVisible();
}

const step = (page: Page, { steps }: Lab, index: number) =>
  page
    .getByRole('region', { name: 'Task' })
    .getByRole('listitem')
    .filter({
      has: page.locator('summary', { hasText: steps[index]!.title }),
    });

/** The lines on the screen of the first shell. */
const rows = (page: Page) =>
  page.getByRole('region', { name: 'Shell 1', exact: true }).locator('.xterm-rows');

/** Waits until the last command has ended: what “Show me” types next would follow a prompt at once. */
async function atPrompt(page: Page): Promise<void> {
  let before = '';
  const isQuiet = async () => {
    const text = (await rows(page).locator('> div').allTextContents()).join('\n').trimEnd();
    const isSame = text === before;
    before = text;
    return isSame && /~\S*\$$/.test(text);
  };
  await expect.poll(isQuiet, { intervals: [700], timeout: 120_000 }).toBe(true);
}
