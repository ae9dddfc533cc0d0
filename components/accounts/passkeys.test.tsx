import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { NewPasskeyForm } from './new-passkey-form.tsx';
import { OwnPasskeys } from './own-passkeys.tsx';
import { askForPasskey, knowsPasskeys, makePasskey } from './passkey-dialog.ts';
import { PasskeySignIn } from './passkey-sign-in.tsx';

const action = async () => ({});
afterEach(() => vi.unstubAllGlobals());

/** A browser's class with some of its functions. */
const credentialOf = (...names: string[]) =>
  Object.assign(() => undefined, Object.fromEntries(names.map((name) => [name, () => undefined])));

test('a new passkey takes the password, and a code only with a second factor', () => {
  const shown = (hasSecondFactor: boolean) =>
    renderToStaticMarkup(
      <NewPasskeyForm
        deviceName="Firefox on Linux"
        hasSecondFactor={hasSecondFactor}
        start={action}
        finish={action}
      />,
    );
  expect(shown(false)).toContain('value="Firefox on Linux"');
  expect(shown(false)).toContain('name="current"');
  expect(shown(false)).not.toContain('name="code"');
  expect(shown(true)).toContain('name="code"');
});

test('a list says which passkeys were never used, and there is none without passkeys', () => {
  const madeAt = '2026-11-24T08:00:00.000Z';
  const html = renderToStaticMarkup(
    <OwnPasskeys
      passkeys={[
        { id: 'a', name: 'Phone', madeAt, lastUsedAt: undefined },
        { id: 'b', name: 'Key', madeAt, lastUsedAt: '2026-11-25T09:30:00.000Z' },
      ]}
      remove={action}
    />,
  );
  expect(html.match(/never used/g)).toHaveLength(1);
  expect(html).toContain('last used <time dateTime="2026-11-25T09:30:00.000Z">');
  expect(renderToStaticMarkup(<OwnPasskeys passkeys={[]} remove={action} />)).not.toContain('<ul');
});

test('the server draws no button, because it does not know what the browser can do', () => {
  expect(renderToStaticMarkup(<PasskeySignIn start={action} finish={action} />)).toBe('');
});

test('a browser that reads no passkeys in JSON counts as one without', () => {
  expect(knowsPasskeys()).toBe(false);
  vi.stubGlobal('PublicKeyCredential', () => undefined);
  expect(knowsPasskeys()).toBe(false);
  vi.stubGlobal('PublicKeyCredential', credentialOf('parseCreationOptionsFromJSON'));
  expect(knowsPasskeys()).toBe(true);
});

/** A browser whose dialog ends in an error. */
function browserWith(name: string): void {
  const fails = () => Promise.reject(new DOMException('', name));
  vi.stubGlobal('navigator', { credentials: { create: fails, get: fails } });
  vi.stubGlobal(
    'PublicKeyCredential',
    credentialOf('parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON'),
  );
}

test.each([
  ['NotAllowedError', /^Nothing was added: the dialog was closed/, /^Not signed in/],
  ['SecurityError', /IP address/, /IP address/],
  ['InvalidStateError', /already has a passkey/, undefined],
  ['ConstraintError', /cannot check a PIN/, undefined],
  ['AbortError', undefined, undefined],
])('the error %s of a dialog is explained, or thrown', async (name, whileMaking, whileAsking) => {
  browserWith(name);
  const outcomes = [
    [makePasskey({} as PublicKeyCredentialCreationOptionsJSON), whileMaking],
    [askForPasskey({} as PublicKeyCredentialRequestOptionsJSON), whileAsking],
  ] as const;
  for (const [outcome, expected] of outcomes)
    if (expected === undefined) await expect(outcome).rejects.toThrow();
    else await expect(outcome).resolves.toEqual({ message: expect.stringMatching(expected) });
});
