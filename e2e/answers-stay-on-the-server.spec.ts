import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { splitFrontmatter } from '../lib/content/frontmatter.ts';
import { compileMdx } from '../lib/content/mdx/compile-mdx.ts';

const lessons = join(import.meta.dirname, '../content/lessons');

/** Texts without markup and punctuation at their edges, so that escaping in HTML, JSON or JavaScript cannot hide them. */
function canaries(html: string): string[] {
  return html
    .replace(/<[^>]+>/g, '\n')
    .split(/[\n"'’&]/)
    .map((text) => text.trim())
    .filter((text) => text.length >= 20);
}

for (const name of await readdir(lessons)) {
  const slug = name.replace('.mdx', '');

  test(`nothing a browser can fetch of ${slug} holds an answer`, async ({ page, request }) => {
    const url = `${process.env.E2E_URL}/lessons/${slug}`;
    const { body } = splitFrontmatter(await readFile(join(lessons, name), 'utf8'), name);
    const { keys } = await compileMdx(body, name);
    const questions = [...keys.values()].flatMap((key) => key.questions);
    const secret = questions.flatMap((question) => [question.answer ?? '', ...question.options.map((option) => option.why)]).flatMap(canaries);
    expect(secret.length).toBeGreaterThan(questions.length);

    const fetched = new Map<string, string>();
    page.on('response', async (response) => {
      const type = response.headers()['content-type'] ?? '';
      if (/html|javascript|json|x-component/.test(type)) fetched.set(response.url(), await response.text().catch(() => ''));
    });
    await page.goto(url, { waitUntil: 'load' });
    await page.getByRole('form', { name: 'Quiz' }).waitFor();
    for (const address of [...fetched.keys()]) {
      if (address.includes('.js')) fetched.set(`${address}.map`, await (await request.get(`${address.split('?')[0]}.map`)).text());
    }
    fetched.set('html', await (await request.get(url)).text());
    fetched.set('rsc', await (await request.get(url, { headers: { RSC: '1' } })).text());

    // That the search would find them: the words of an option, which stand beside the secret ones, are there.
    const option = /- \[[ x]\] ([\w ,]{20,})/.exec(body)?.[1] ?? '';
    for (const where of ['html', 'rsc']) expect(fetched.get(where)).toContain(option.trim());
    expect(option).not.toBe('');
    for (const [address, text] of fetched) {
      for (const words of secret) expect(text.includes(words), `${address} holds "${words}"`).toBe(false);
    }
  });
}
