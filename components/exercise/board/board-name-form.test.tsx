import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { BoardNameForm } from './board-name-form.tsx';

const choose = async () => undefined;

test.each<
  [name: string, tried: { problem: string; name: string } | undefined, value: string, problem?: string]
>([
  ['the current name', undefined, 'Lena'],
  ['the refused name with the reason', { problem: 'taken', name: 'Ada' }, 'Ada', 'already taken'],
  ['near miss: a reason that does not exist', { problem: 'constructed', name: 'Ada' }, 'Lena'],
])('the field shows %s', (_name, tried, value, problem) => {
  const shown = renderToStaticMarkup(<BoardNameForm slug="golf" name="Lena" tried={tried} choose={choose} />);
  expect(shown).toContain(`value="${value}"`);
  expect(shown).toContain(`aria-invalid="${problem !== undefined}"`);
  if (problem !== undefined) expect(shown).toContain(problem);
  expect(shown.includes('role="alert"')).toBe(problem !== undefined);
});
