import { chromium } from '@playwright/test';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { readySandboxes } from './sandboxes.ts';

/**
 * Milliseconds from a click on Run to the first line in the browser's log, in Chromium, for new learners:
 * each gets the pool's warm sandbox. The run is cancelled afterwards.
 */
export async function firstLogMs(url: string, env: RunnerEnv, repetitions: number): Promise<number[]> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox'],
  });
  try {
    const samples: number[] = [];
    const used = new Set<string>();
    for (let n = 0; n < repetitions; n++) {
      for (const { id } of await readySandboxes(env, env.SANDBOX_WARM, used)) used.add(id);
      const context = await browser.newContext({ baseURL: url });
      const page = await context.newPage();
      await page.goto('/exercises/sklearn-service', { waitUntil: 'networkidle' });
      await page
        .locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error')
        .first()
        .waitFor();
      const run = page.getByRole('button', { name: 'Run', exact: true });
      await run.waitFor();
      // A learner reads before clicking, so the page is idle by then.
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      samples.push(
        await run.evaluate(
          (button: HTMLButtonElement) =>
            new Promise<number>((resolve) => {
              const started = performance.now();
              new MutationObserver((_, observer) => {
                if (document.querySelector('[role=log] .whitespace-pre')?.textContent === undefined) return;
                observer.disconnect();
                resolve(performance.now() - started);
              }).observe(document.body, { childList: true, subtree: true, characterData: true });
              button.click();
            }),
        ),
      );
      await page.getByRole('button', { name: 'Cancel' }).click();
      await run.waitFor();
      await context.close();
    }
    return samples;
  } finally {
    await browser.close();
  }
}
