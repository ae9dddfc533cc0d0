import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkPreview } from './link-preview.ts';

test('the picture has a full address and its real size', () => {
  const [picture] = [linkPreview('https://course.example').openGraph?.images].flat();
  const png = readFileSync(join(import.meta.dirname, '../../public/social.png'));
  expect(picture).toMatchObject({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });
  expect(String((picture as { url: URL }).url)).toBe('https://course.example/social.png');
});

test('without a public address, there is no picture', () => {
  expect(linkPreview(undefined).openGraph).not.toHaveProperty('images');
});
