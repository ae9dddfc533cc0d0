import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, stackValue, test } from './fixtures.ts';

/** Serves the files of its folder, sends back what a WebSocket sends, and has a page with what it gets. */
const server = `import base64, hashlib, http.server
class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        key = self.headers.get("Sec-WebSocket-Key")
        if self.path == "/headers":
            body = str(self.headers).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return self.wfile.write(body)
        if key is None:
            return super().do_GET()
        accept = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", base64.b64encode(accept).decode())):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()
        head = self.rfile.read(2)
        mask = self.rfile.read(4)
        data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self.rfile.read(head[1] & 127)))
        self.wfile.write(bytes([head[0], len(data)]) + data)
        self.close_connection = True
http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
`;

/** A page that tries what a page of its origin can try, and says how often it did and what has worked. */
const attacker = (site: string) => `<!doctype html><title>attack</title><body><script>
const parameters = new URLSearchParams(location.search);
const session = parameters.get('session');
const site = parameters.get('site') ?? ${JSON.stringify(site)};
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
  await attempt('work in the background of the site', () => navigator.serviceWorker.register(site + '/icon.svg'));
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
  await expect(page.getByRole('textbox', { name: /^Shell 1/ })).toBeFocused();
  await page.keyboard.type('mkdir -p site && cd site && echo hello > hello.txt\n');
  // Slower than the site takes messages of a page.
  const delay = 5;
  for (const [name, content] of [
    ['attack.html', attacker(site)],
    ['server.py', server],
  ] as const) {
    const packed = gzipSync(content).toString('base64');
    await page.keyboard.type(`echo ${packed} | base64 -d | gunzip > ${name}\n`, { delay });
  }
  await page.keyboard.type(
    'docker run -d -p 8000:8000 -v "$PWD":/site -w /site python:3.11-slim-bookworm python server.py\n',
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
  const echo = preview.evaluate(
    () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}/echo`);
        socket.addEventListener('open', () => socket.send('from the page'));
        socket.addEventListener('message', ({ data }) => resolve(data));
        socket.addEventListener('close', () => resolve('closed'));
      }),
  );
  expect(await echo).toBe('from the page');
  const headers = await preview.evaluate(async () => (await fetch('/headers')).text());
  expect(headers).toContain(`host: ${new URL(preview.url()).host}`);
  expect(headers, 'what the program gets').not.toMatch(/^cookie:/im);

  const cookies = async () => (await context.cookies(site)).map(({ name, value }) => `${name}=${value}`);
  const before = await cookies();
  const socketAddress = await addressOfSocket(page);
  const session = /terminal\/([^/]+)\/socket/.exec(socketAddress)![1]!;
  await preview.goto(new URL(`/attack.html?session=${session}`, preview.url()).href);
  await expect(preview.getByText(/^Tried/)).toHaveText('Tried 22, worked: nothing', { timeout: 30_000 });
  expect(await cookies(), 'the cookies of the site').toEqual(before);
  // Near miss: the same attacks on its own origin.
  await preview.goto(new URL(`/attack.html?site=${new URL(preview.url()).origin}`, preview.url()).href);
  for (const success of ['get a ticket', 'submit', 'act', 'type', 'be a runner', 'frame'])
    await expect(preview.getByText(/^Tried 22/)).toContainText(success, { timeout: 30_000 });
  const address = preview.url();
  // Leaves the preview with a form that would sign the browser in as someone else.
  const [answer] = await Promise.all([
    preview.waitForResponse(`${site}/api/auth/sign-in/anonymous`),
    preview.evaluate((action) => {
      const form = Object.assign(document.createElement('form'), { method: 'POST', action });
      document.body.append(form);
      form.submit();
    }, `${site}/api/auth/sign-in/anonymous`),
  ]);
  expect(answer.ok()).toBe(false);
  expect(await cookies(), 'the cookies of the site').toEqual(before);
  await page.reload();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();

  // Another browser has the address, and not the cookie.
  const stranger = await browser.newContext();
  const shared = await (await stranger.newPage()).goto(address);
  expect(shared!.status()).toBe(404);

  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(async () => expect((await preview.goto(address))!.status()).toBe(410)).toPass();
  await expect(preview.getByRole('heading', { name: 'The session has ended' })).toBeVisible();
  await expectAccessible(preview);
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
