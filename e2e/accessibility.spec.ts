import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';

const pages = ['/', '/course', '/lessons/how-the-cache-decides', '/lessons/order-for-change-rate', '/exercises/cache-order', '/exercises/cache-order/attempts', '/checks', '/checks/root-user', '/checks/other-tools', '/glossary', '/progress', '/review', '/cheat-sheet', '/exercises/golf/board', '/course/dockerfile-as-a-recipe'];

for (const path of pages) {
  for (const [scheme, width] of [['light', 1440], ['dark', 360]] as const) {
    test(`${path} has no accessibility violation (${scheme}, ${width} px) and does not scroll sideways`, async ({ learner: page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    });
  }
}
