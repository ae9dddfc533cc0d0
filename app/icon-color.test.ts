import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const accent = /--accent: #(\w+);/.exec(readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8'))![1]!;

/** The palette of a PNG: the chunk PLTE after its length and its name, three bytes a colour. */
function paletteOf(path: string): string[] {
  const png = readFileSync(join(import.meta.dirname, path));
  const at = png.indexOf('PLTE');
  const colors = png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  return Array.from({ length: colors.length / 3 }, (_, n) =>
    colors.subarray(3 * n, 3 * n + 3).toString('hex'),
  );
}

test('the icon has the accent of tokens.css', () => {
  const svg = readFileSync(join(import.meta.dirname, 'icon.svg'), 'utf8');
  expect([...svg.matchAll(/fill="(#\w+)"/g)].map(([, color]) => color)).toEqual([`#${accent}`, '#fff']);
});

test.each(['apple-icon.png', '../public/social.png'])('the palette of %s has it too', (path) => {
  expect(paletteOf(path)).toContain(accent);
});
