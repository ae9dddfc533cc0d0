import { describe, expect, test } from 'vitest';
import { previewDomain, previewLabel } from './preview-host.ts';

describe('the domain of previews', () => {
  test.each<[site: string, setting: string | undefined, domain: string | undefined]>([
    ['http://localhost:3000', undefined, 'localhost'],
    ['http://127.0.0.1:3000', undefined, 'localhost'],
    ['http://localhost:3000', 'localhost', 'localhost'],
    ['https://course.example', undefined, undefined],
    ['https://course.example', 'preview.test', 'preview.test'],
    ['https://course.example', 'previews.another.example', 'previews.another.example'],
    ['https://10.0.0.5', 'preview.example', 'preview.example'],
  ])('%s with %s: %s', (SITE_URL, PREVIEW_DOMAIN, domain) =>
    expect(previewDomain({ SITE_URL, PREVIEW_DOMAIN })).toBe(domain),
  );

  test.each([
    ['the host of the site', 'https://course.example', 'course.example'],
    ['below the host of the site', 'https://course.example', 'preview.course.example'],
    ['next to the host of the site', 'https://course.school.example', 'preview.school.example'],
    ['above the host of the site', 'https://course.example', 'example'],
    ['below a host of one label', 'http://course:3000', 'preview.course'],
    ['above a site below localhost', 'http://course.localhost', 'localhost'],
    ['below localhost', 'http://localhost:3000', 'preview.localhost'],
    ['an address', 'https://course.example', '10.0.0.5'],
    ['with a port', 'https://course.example', 'preview.test:3000'],
    ['with a star', 'https://course.example', '*.preview.test'],
    ['in upper case', 'https://course.example', 'Preview.test'],
    ['nothing', 'https://course.example', ''],
  ])('refused: %s', (_what, SITE_URL, PREVIEW_DOMAIN) =>
    expect(() => previewDomain({ SITE_URL, PREVIEW_DOMAIN })).toThrow('PREVIEW_DOMAIN'),
  );
});

describe('a request is for a preview', () => {
  test.each<[headers: Record<string, string>, label: string | undefined]>([
    [{ host: 'abc.preview.test' }, 'abc'],
    [{ host: 'abc.preview.test:3000' }, 'abc'],
    [{ host: 'ABC.Preview.Test' }, 'abc'],
    [{ host: 'abc.preview.test.' }, 'abc'],
    [{ host: 'a.b.preview.test' }, 'a.b'],
    [{ host: '.preview.test' }, ''],
    [{ host: 'preview.test' }, ''],
    // A proxy names it, or a client wants to get around the check.
    [{ host: '127.0.0.1:3000', 'x-forwarded-host': 'abc.preview.test' }, 'abc'],
    [{ host: 'abc.preview.test', 'x-forwarded-host': 'course.example' }, 'abc'],
    // Near misses.
    [{ host: 'course.example' }, undefined],
    [{ host: 'abcpreview.test' }, undefined],
    [{ host: 'abc.preview.test.example' }, undefined],
    [{}, undefined],
  ])('%j: %s', (headers, label) => {
    expect(previewLabel({ headers }, 'preview.test')).toBe(label);
    expect(previewLabel({ headers }, undefined), 'without previews').toBeUndefined();
  });

  test('near miss: a site at localhost', () =>
    expect(previewLabel({ headers: { host: 'localhost:3000' } }, 'localhost')).toBeUndefined());
});
