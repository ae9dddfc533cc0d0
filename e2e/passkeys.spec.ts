import type { CDPSession, Page } from '@playwright/test';
import { accountPassword, createAccount, expect, expectAccessible, test } from './fixtures.ts';

/** Gives a browser a device that makes passkeys, in software. @returns its owner */
async function addDevice(page: Page) {
  const browser: CDPSession = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Whether the device recognises its owner's PIN, finger or face. */
    recognise: (isUserVerified: boolean) =>
      browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    passkeys: async () =>
      (await browser.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

test('someone adds a passkey, signs in with it, and removes it', async ({ learner: page }) => {
  const device = await addDevice(page);
  await page.goto('/create-account?to=/account');
  await createAccount(page, { name: 'Pat', email: 'pat@school.example' });
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toBeVisible();
  await page.getByText('Add a passkey').first().click();
  await expect(page.getByLabel('Name', { exact: true }).last()).toHaveValue(/^Chrome on /);
  await expectAccessible(page);

  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Add a passkey' }) });
  await form.getByLabel('Name').fill('Blue laptop');
  await form.getByLabel('Current password').fill(accountPassword);
  await device.recognise(false);
  await form.getByRole('button').click();
  await expect(form.getByRole('alert')).toContainText('Nothing was added');
  await expect(form.getByLabel('Name')).toHaveValue('Blue laptop');

  await device.recognise(true);
  await form.getByLabel('Current password').fill(accountPassword);
  await form.getByRole('button').click();
  await expect(form.getByText('Added.')).toBeVisible();
  const entry = page.getByRole('listitem').filter({ hasText: 'Blue laptop' });
  await expect(entry).toContainText('never used');
  expect(await device.passkeys()).toBe(1);

  await form.getByLabel('Current password').fill(accountPassword);
  await form.getByRole('button').click();
  await expect(form.getByRole('alert')).toContainText('already has a passkey');

  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto('/sign-in?to=/account');
  await expectAccessible(page);
  const signIn = page.getByRole('button', { name: 'Sign in with a passkey' });
  await device.recognise(false);
  await signIn.click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not signed in' })).toBeVisible();
  await device.recognise(true);
  await signIn.press('Enter');
  await expect(page.getByText('Signed in as pat@school.example')).toBeVisible();
  await expect(entry).toContainText('last used');

  await entry.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('this site no longer accepts it')).toBeVisible();
  await expect(entry).toBeHidden();
});
