import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, stackValue, test } from './fixtures.ts';

/** A page that tries what a page of its origin can try, and says how often it did and what has worked. */
const attacker = (site: string) => `<!doctype html><title>attack</title><body><script>
const site = ${JSON.stringify(site)};
const session = new URLSearchParams(location.search).get('session');
let tried = 0;
const worked = [];
const attempt = async (name, work) => {
  tried += 1;
  if (await Promise.resolve().then(work).catch(() => false)) worked.push(name);
};
const opens = (source, event) => new Promise((resolve) => {
  source.addEventListener(event, () => resolve(true));
  source.addEventListener('error', () => resolve(false));
});
const loads = (tag, facts) => {
  const element = Object.assign(document.createElement(tag), facts);
  document.body.append(element);
  return opens(element, 'load').then((has) => has && element);
};
(async () => {
  for (const credentials of ['include', 'omit']) {
    await attempt('read a page', async () => (await fetch(site + '/terminal', { credentials })).ok);
    await attempt('read data', async () => (await fetch(site + '/course/progress', { credentials })).ok);
    await attempt('get a ticket', async () => (await fetch(site + '/api/terminal/previews/8000', { credentials })).url);
    await attempt('submit', async () => (await fetch(site + '/api/runs', { method: 'POST', credentials, body: '{}' })).status);
    await attempt('act', async () => (await fetch(site + '/terminal', { method: 'POST', credentials, headers: { 'next-action': 'x' }, body: '[]' })).status);
  }
  await attempt('act blindly and read', async () =>
    (await fetch(site + '/terminal', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '[]' })).status);
  await attempt('type', () => opens(new WebSocket(site.replace('http', 'ws') + '/api/terminal/' + session + '/socket'), 'open'));
  await attempt('be a runner', () => opens(new WebSocket(site.replace('http', 'ws') + '/api/runner/terminals/' + session + '/socket?fence=1'), 'open'));
  await attempt('follow', () => opens(new EventSource(site + '/api/runs/' + session + '/events', { withCredentials: true }), 'open'));
  await attempt('include data', () => loads('script', { src: site + '/course/progress' }));
  await attempt('include an image', () => loads('img', { src: site + '/icon.svg' }));
  await attempt('include a style', () => loads('link', { rel: 'stylesheet', href: site + '/terminal' }));
  await attempt('frame', async () => (await loads('iframe', { src: site + '/terminal' })).contentDocument);
  await attempt('frame a preview', async () => (await loads('iframe', { src: site + '/api/terminal/previews/8000' })).contentDocument);
  await attempt('reach the page that opened it', () => window.opener);
  await attempt('read the cookie that lets in', () => document.cookie.includes('dfm.preview'));
  for (const domain of ['', '; Domain=localhost', '; Domain=.localhost'])
    document.cookie = 'better-auth.session_token=stolen.x; Path=/' + domain;
  const told = document.createElement('p');
  told.textContent = 'Tried ' + tried + ', worked: ' + (worked.join(', ') || 'nothing');
  document.body.append(told);
})();
</script>`;

test('a learner opens a published port, and a page there cannot attack the site', async ({ browser }) => {
  const site = stackValue('E2E_URL');
  const context = await browser.newContext({ baseURL: site, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/terminal');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 120_000 });
  await page.keyboard.type('mkdir -p site && cd site && echo hello > hello.txt\n');
  // Slower than the site takes messages of a page.
  const delay = 5;
  const packed = gzipSync(attacker(site)).toString('base64');
  await page.keyboard.type(`echo ${packed} | base64 -d | gunzip > attack.html\n`, { delay });
  await page.keyboard.type(
    'docker run -d -p 8000:8000 -v "$PWD":/site -w /site python:3.11-slim-bookworm python -m http.server 8000\n',
    { delay },
  );

  const link = page.getByRole('link', { name: /^Open port 8000/ }).first();
  await expect(link).toBeVisible({ timeout: 60_000 });
  const preview = await openedBy(page, () => link.click());
  await expect(async () => {
    await preview.reload();
    await expect(preview.getByRole('link', { name: 'hello.txt' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(new URL(preview.url()).hostname).toMatch(/^[0-9a-f]{40}\.localhost$/);
  expect(new URL(preview.url()).pathname).toBe('/');
  await preview.getByRole('link', { name: 'hello.txt' }).click();
  await expect(preview.getByText('hello', { exact: true })).toBeVisible();

  const cookies = async () => (await context.cookies(site)).map(({ name, value }) => `${name}=${value}`);
  const before = await cookies();
  const socketAddress = await addressOfSocket(page);
  const session = /terminal\/([^/]+)\/socket/.exec(socketAddress)![1]!;
  await preview.goto(new URL(`/attack.html?session=${session}`, preview.url()).href);
  await expect(preview.getByText(/^Tried/)).toHaveText('Tried 21, worked: nothing', { timeout: 30_000 });
  expect(await cookies(), 'the cookies of the site').toEqual(before);
  // Leaves the preview with a form that would sign the browser in as someone else.
  const [answer] = await Promise.all([
    preview.waitForResponse(`${site}/api/auth/sign-in/anonymous`),
    preview.evaluate((action) => {
      const form = Object.assign(document.createElement('form'), { method: 'POST', action });
      document.body.append(form);
      form.submit();
    }, `${site}/api/auth/sign-in/anonymous`),
  ]);
  expect(answer.status()).toBe(403);
  expect(await cookies(), 'the cookies of the site').toEqual(before);
  await preview.goBack();
  await page.reload();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();

  // Another browser has the address, and not the cookie.
  const stranger = await browser.newContext();
  const shared = await (await stranger.newPage()).goto(preview.url());
  expect(shared!.status()).toBe(404);

  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(async () => expect((await preview.reload())!.status()).toBe(410)).toPass();
  await expect(preview.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await stranger.close();
  await context.close();
});

async function openedBy(page: Page, open: () => Promise<void>): Promise<Page> {
  const [opened] = await Promise.all([page.context().waitForEvent('page'), open()]);
  await opened.waitForLoadState();
  return opened;
}

/** The address of the WebSocket that a page of the terminal opens after a reload. */
async function addressOfSocket(page: Page): Promise<string> {
  const [socket] = await Promise.all([page.waitForEvent('websocket'), page.reload()]);
  return socket.url();
}
