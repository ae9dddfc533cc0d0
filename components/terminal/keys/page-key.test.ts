import { expect, test } from 'vitest';
import { pageKeyOf } from './page-key.ts';

const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const ctrlShift = { ...none, ctrlKey: true, shiftKey: true };

test.each([
  ['F6', { ...none, key: 'F6', code: 'F6' }, 'leave'],
  ['Ctrl Shift F', { ...ctrlShift, key: 'F', code: 'KeyF' }, 'search'],
  ['Ctrl Shift C', { ...ctrlShift, key: 'C', code: 'KeyC' }, 'copy'],
  ['Ctrl Shift V', { ...ctrlShift, key: 'V', code: 'KeyV' }, 'paste'],
  ['Ctrl C interrupts', { ...none, ctrlKey: true, key: 'c', code: 'KeyC' }, undefined],
  ['Ctrl F moves the cursor', { ...none, ctrlKey: true, key: 'f', code: 'KeyF' }, undefined],
  ['Ctrl Shift Alt C', { ...ctrlShift, altKey: true, key: 'C', code: 'KeyC' }, undefined],
  ['Shift F6', { ...none, shiftKey: true, key: 'F6', code: 'F6' }, undefined],
  ['Tab', { ...none, key: 'Tab', code: 'Tab' }, undefined],
  ['Ctrl Shift A', { ...ctrlShift, key: 'A', code: 'KeyA' }, undefined],
])('%s', (_name, event, expected) => expect(pageKeyOf(event)).toBe(expected));
