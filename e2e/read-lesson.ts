import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Answers every question of a lesson, and then those of its quiz that were wrong, with the keyboard's focus. */
export async function readLesson(page: Page, lesson: string): Promise<void> {
  await page.goto(`/lessons/${lesson}`);
  for (const form of await page.getByRole('form', { name: /Prediction|Quiz/ }).all()) {
    for (const question of await form.getByRole('group').all())
      await question.locator('input').first().check();
    const submit = form.getByRole('button', { name: /Lock in my answer|Check my answers/ });
    await submit.press('Enter');
    await expect(submit, 'the answers are stored').toBeHidden();
    await expect(form.locator(':focus'), 'the focus is on the result').toBeVisible();
  }
  await retryMissed(page);
  await expect(page.getByRole('heading', { name: 'Lesson complete' })).toBeVisible();
}

async function retryMissed(page: Page): Promise<void> {
  const quiz = page.getByRole('form', { name: 'Quiz' });
  const missed = [];
  for (const question of await quiz.getByRole('group').all()) {
    if ((await question.getAttribute('data-right')) === 'true') continue;
    const states = await question
      .locator('.option')
      .evaluateAll((options) => options.map((option) => option.getAttribute('data-state')));
    missed.push({ question, states });
  }
  if (missed.length === 0) return;
  await quiz.getByRole('button', { name: 'Try the ones you missed' }).press('Enter');
  await expect(missed[0]!.question.locator('input').first(), 'the focus is on the first one').toBeFocused();
  for (const { question, states } of missed)
    for (const [index, state] of states.entries())
      if (state === 'right') await question.locator('input').nth(index).check();
  await quiz.getByRole('button', { name: 'Check my answers' }).press('Enter');
  await expect(quiz.getByRole('status')).toContainText(/^(\d+) of \1 right/);
}
