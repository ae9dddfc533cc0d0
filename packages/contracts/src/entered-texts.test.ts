import { expect, test } from 'vitest';
import { enteredTexts, withoutSecrets } from './entered-texts.ts';

function form(entries: readonly (readonly [string, string | File])[]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

test('the texts of a form are read by name, without files and without fields of the framework', () => {
  const entered = form([
    ['title', ' Autumn '],
    ['price$', '3'],
    ['$ACTION_ID_40', ''],
    ['archive', new File(['x'], 'archive.zip')],
  ]);
  expect(enteredTexts(entered)).toEqual({ title: ' Autumn ', price$: '3' });
});

test('passwords and codes are not shown again', () => {
  const texts = { email: 'a@b.example', password: 'a', current: 'b', code: '123456', joinCode: 'ABC' };
  expect(withoutSecrets(texts)).toEqual({ email: 'a@b.example', joinCode: 'ABC' });
});
