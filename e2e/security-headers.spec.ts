import { expect, stackValue, test } from './fixtures.ts';

const pages = [
  '/',
  '/lessons/how-the-cache-decides',
  '/checks/root-user',
  '/exercises/cache-order',
  '/exercises/cache-order/attempts',
  '/no-such-page',
];

for (const path of pages) {
  test(`${path} runs only its own scripts, and cannot be framed`, async ({ browser }) => {
    const context = await browser.newContext({ baseURL: stackValue('E2E_URL') });
    const page = await context.newPage();
    await page.addInitScript(() => {
      Object.assign(globalThis, { violations: [] });
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, lineNumber }) => {
        (globalThis as unknown as { violations: string[] }).violations.push(
          `${violatedDirective} ${blockedURI} ${lineNumber}`,
        );
      });
    });
    const violations = () =>
      page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
    try {
      const response = await page.goto(path);
      const headers = response?.headers() ?? {};
      const policy = Object.fromEntries(
        (headers['content-security-policy'] ?? '')
          .split('; ')
          .map((directive) => [directive.split(' ')[0], directive]),
      );
      expect(policy['script-src']).toMatch(/^script-src 'self'( '(nonce|sha256)-[\w+/=]+')+$/);
      expect(policy['default-src']).toBe("default-src 'self'");
      expect(policy['frame-ancestors']).toBe("frame-ancestors 'none'");
      expect(policy['base-uri']).toBe("base-uri 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');

      // This works only once React has hydrated the page, so its scripts were allowed. A click before that is lost.
      await expect(async () => {
        await page.getByRole('button', { name: 'Switch between light and dark' }).click();
        await expect(page.locator('html')).toHaveClass(/dark/, { timeout: 1_000 });
      }).toPass({ timeout: 15_000 });
      if (path === '/exercises/cache-order') {
        await expect(page.locator('[data-editor=ready]')).toBeVisible();
        await expect(
          page.getByText(/[1-9] (finding|suggestion)s? while typing/),
          'the checks reply from their worker',
        ).toBeVisible();
      }
      expect(await violations()).toEqual([]);

      await page.evaluate(() =>
        document.body.insertAdjacentHTML(
          'beforeend',
          '<img src="data:," onerror="document.title = \'taken over\'">',
        ),
      );
      await expect
        .poll(violations, { message: 'an injected script is refused' })
        .toEqual([expect.stringMatching(/^script-src/)]);
      expect(await page.title()).not.toBe('taken over');
    } finally {
      await context.close();
    }
  });
}

test('a nonce is never used twice', async ({ request }) => {
  const policyOf = async () =>
    (await request.get(`${stackValue('E2E_URL')}/exercises/cache-order`)).headers()[
      'content-security-policy'
    ];
  expect(await policyOf()).not.toBe(await policyOf());
});

test('the icon is in the head of every page, and at the default URL', async ({ request }) => {
  const url = stackValue('E2E_URL');
  expect((await request.get(`${url}/favicon.ico`)).headers()['content-type']).toBe('image/svg+xml');
  for (const path of ['/', '/exercises/golf/board', '/operator']) {
    const [head] = (await (await request.get(`${url}${path}`)).text()).split('<body');
    expect(head, path).toContain('rel="icon"');
  }
});
