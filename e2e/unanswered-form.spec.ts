import { hrefTo } from '@dfm/contracts/page-addresses';
import { accountPassword, createAccount, expect, stackValue, test } from './fixtures.ts';

const person = { name: 'Una', email: 'una@school.example' };

// Not the fixture `learner`, which fails if the browser logs a request without an answer.
test('a form that the site does not answer says so and keeps what was entered, apart from the password', async ({
  browser,
}) => {
  const page = await browser.newPage({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
  const send = page.getByRole('button', { name: 'Create account' });
  const problem = page.getByRole('main').getByRole('alert');
  const expectKept = async () => {
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(person.name);
    await expect(page.getByLabel('E-mail')).toHaveValue(person.email);
    await expect(page.getByLabel('New password')).toHaveValue('');
  };
  await page.goto(hrefTo('createAccount'));

  await test.step('while the site is not there', async () => {
    await page.route('**', (route) => route.abort());
    await createAccount(page, person);
    await expect(problem).toHaveText(
      'The site did not answer. Check your connection, and try again in a moment.',
    );
    await expectKept();
  });

  await test.step('after an update that removed the action', async () => {
    await page.unroute('**');
    await page.route('**', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 404, headers: { 'x-nextjs-action-not-found': '1' }, body: '' })
        : route.continue(),
    );
    await page.getByLabel('New password').fill(accountPassword);
    await send.click();
    await expect(problem).toContainText('The site was updated after this page was opened.');
    await expectKept();
  });

  await test.step('the same form works once the site answers', async () => {
    await page.unroute('**');
    await page.getByLabel('New password').fill(accountPassword);
    await send.click();
    await expect(page.getByText(person.email)).toBeVisible();
  });
  await page.close();
});
