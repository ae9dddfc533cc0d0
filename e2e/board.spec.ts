import type { Page } from '@playwright/test';
import { Client } from 'pg';
import { axe, expect, stackValue, test } from './fixtures.ts';

const LEADERBOARD = '/exercises/golf/board';

/** Runs queries on the database of the running site. */
async function inDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: stackValue('E2E_DATABASE_URL') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Records that a learner passed with an image of this size, as a runner's verdicts would. */
async function recordPass(learnerId: string, bytes: number, confirmed: boolean): Promise<void> {
  await inDatabase(async (client) => {
    const id = crypto.randomUUID();
    await client.query(
      `INSERT INTO submission (id, learner_id, exercise, files) VALUES ($1, $2, 'golf', '{}')`,
      [id, learnerId],
    );
    for (const [kind, done] of [
      ['practice', true],
      ['confirmation', confirmed],
    ] as const) {
      // A waiting run requires a node that does not exist, so that the runner of these tests leaves it in
      // the queue.
      await client.query(
        `INSERT INTO run (id, submission_id, kind, learner_id, exercise, needs, state, finished_at, result_status, score, passed, image_bytes, wasted_bytes)
         VALUES ($1, $2, $3::run_kind, $4, 'golf', '{nowhere}', $5::run_state, $6, $7, $8, $9, $10, $11)`,
        [
          crypto.randomUUID(),
          id,
          kind,
          learnerId,
          ...(done
            ? ['done', new Date(), 'graded', 95, true, bytes, 12_000]
            : ['queued', null, null, null, null, null, null]),
        ],
      );
    }
  });
}

async function addLearner(name: string, bytes: number): Promise<void> {
  const id = crypto.randomUUID();
  await inDatabase(async (client) => {
    await client.query(
      `INSERT INTO "user" (id, name, email, updated_at) VALUES ($1, 'Anonymous', $1 || '@e2e.test', now())`,
      [id],
    );
    await client.query(
      `INSERT INTO board_name (learner_id, exercise, name, folded) VALUES ($1, 'golf', $2, lower($2))`,
      [id, name],
    );
  });
  await recordPass(id, bytes, true);
}

/** A visitor becomes an anonymous learner by answering a question. */
async function becomeLearner(page: Page): Promise<string> {
  await page.goto('/lessons/order-for-change-rate');
  const prediction = page.getByRole('form', { name: 'Prediction' }).first();
  await prediction.getByRole('radio').first().check();
  await prediction.getByRole('button', { name: 'Lock in my answer' }).click();
  await expect(prediction.getByText(/Right|Not quite/).first()).toBeVisible();
  const cookie = (await page.context().cookies()).find(({ name }) => name.endsWith('session_token'));
  const token = decodeURIComponent(cookie?.value ?? '').split('.')[0];
  return inDatabase(
    async (client) =>
      (await client.query<{ user_id: string }>('SELECT user_id FROM session WHERE token = $1', [token]))
        .rows[0]!.user_id,
  );
}

async function expectAccessible(page: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await axe(page)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual(
      [],
    );
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
  }
}

test.afterEach(async () => {
  await inDatabase(async (client) => {
    await client.query(`DELETE FROM submission WHERE exercise = 'golf'`);
    await client.query('DELETE FROM board_name');
    await client.query(`DELETE FROM "user" WHERE email LIKE '%@e2e.test'`);
  });
});

test('an empty leaderboard links to the exercise, and the exercise to the leaderboard', async ({
  learner: page,
}) => {
  await page.goto(LEADERBOARD);
  await page.getByRole('link', { name: 'Open the exercise' }).click();
  await expect(page).toHaveURL(/\/exercises\/golf$/);
  await page.getByRole('link', { name: 'Leaderboard' }).click();
  await expect(page).toHaveURL(new RegExp(`${LEADERBOARD}$`));
  await expect(page.getByText('No entries yet.')).toBeVisible();
});

test('a learner who passed is not visible to others before choosing a name or after removing the row', async ({
  learner: page,
  browser,
}) => {
  await addLearner('Grace', 61_000_000);
  await addLearner('שרה', 61_000_000);
  const id = await becomeLearner(page);
  await page.goto(LEADERBOARD);
  await expect(page.getByText('Pass the exercise, and')).toBeVisible();
  await expect(
    page.getByLabel('Name on this leaderboard'),
    'no name field without having passed',
  ).toBeHidden();

  await recordPass(id, 55_000_000, true);
  await recordPass(id, 50_000_000, false);
  await page.reload();
  const rows = page.getByRole('row');
  const own = rows.filter({ hasText: 'You' });
  await expect(own).toContainText('visible only to you');
  await expect(own).toContainText('55.000 MB');
  await expect(own.getByRole('link', { name: 'your run' })).toHaveAttribute(
    'href',
    /^\/runs\/[0-9a-f-]{36}$/,
  );
  await expect(rows.getByRole('cell').first()).toHaveText('1');
  await expect(rows.nth(3).getByRole('cell').first(), 'a tie').toHaveText('2');
  await expect(page.getByText('Your newest image appears here once it is confirmed')).toBeVisible();
  await expectAccessible(page);

  const visitors = await browser.newContext({ baseURL: stackValue('E2E_URL') });
  const visitor = await visitors.newPage();
  await visitor.goto(LEADERBOARD);
  await expect(visitor.getByRole('row')).toHaveCount(3);

  const name = page.getByLabel('Name on this leaderboard');
  await name.fill('GRACE');
  await page.getByRole('button', { name: 'Show me under this name' }).click();
  await expect(page.locator('#name-problem')).toContainText(
    'This name is already taken on this leaderboard.',
  );
  await expect(name, 'keeps what was typed').toHaveValue('GRACE');
  await expectAccessible(page);
  await name.fill('Ada L');
  await name.press('Enter');
  await expect(own).toContainText('Ada L');
  await expect(page.locator('#name-problem')).toBeHidden();
  await visitor.reload();
  await expect(visitor.getByRole('row').nth(1)).toContainText('Ada L');
  await expect(visitor.getByRole('link', { name: 'your run' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Remove my row' }).click();
  await expect(own).toContainText('visible only to you');
  await visitor.reload();
  await expect(visitor.getByText('Ada L')).toHaveCount(0);
  await visitors.close();
});

test('the form works without JavaScript', async ({ learner: page, browser }) => {
  const id = await becomeLearner(page);
  await recordPass(id, 55_000_000, true);
  const context = await browser.newContext({
    baseURL: stackValue('E2E_URL'),
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(LEADERBOARD);
  await plain.getByLabel('Name on this leaderboard').fill('a_b');
  await plain.getByRole('button', { name: 'Show me under this name' }).click();
  await expect(plain.locator('#name-problem')).toContainText('letters and digits');
  await plain.getByLabel('Name on this leaderboard').fill('Ada');
  await plain.getByRole('button', { name: 'Show me under this name' }).click();
  await expect(plain.getByRole('row').nth(1)).toContainText('Ada');
  await context.close();
});
