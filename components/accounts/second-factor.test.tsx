import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { SecondFactor } from './second-factor.tsx';

const action = async () => ({});
const shown = (factor: Parameters<typeof SecondFactor>[0]['factor'], isRecommended = false) =>
  renderToStaticMarkup(
    <SecondFactor factor={factor} hasPassword isRecommended={isRecommended} action={action} />,
  );

test('that is off asks for the password, and is recommended only to staff', () => {
  expect(shown({ stage: 'off' })).toContain('name="current"');
  expect(shown({ stage: 'off' })).not.toContain('name="code"');
  expect(shown({ stage: 'off' })).not.toContain('recommended');
  expect(shown({ stage: 'off' }, true)).toContain('recommended');
});

test('that is set up shows the QR code and the secret in groups, and asks for a code', () => {
  const html = shown({ stage: 'setup', secret: 'ABCDEFGH', qrCode: { size: 3, path: 'M1 1h1v1h-1z' } });
  expect(html).toContain('viewBox="0 0 3 3"');
  expect(html).toContain('M1 1h1v1h-1z');
  expect(html).toContain('ABCD EFGH');
  expect(html).toContain('name="code"');
  expect(html).not.toContain('name="current"');
});

test.each([
  [10, '10 backup codes left'],
  [1, '1 backup code left'],
  [0, 'no backup codes left'],
])(
  'that is on says that %i backup codes are left, and asks for password and code',
  (backupCodesLeft, text) => {
    const html = shown({ stage: 'on', backupCodesLeft });
    expect(html).toContain(text);
    expect(html).toContain('name="current"');
    expect(html).toContain('name="code"');
  },
);
