import { describe, expect, test } from 'vitest';
import { entriesOf, versionProblems } from './changelog.ts';

const changelog = `# Changelog

## [Unreleased]

### Added

- Labs.

## [1.1.0] - 2026-12-01

### Fixed

- A typo.

## [1.0.0] - 2026-11-26

- The first one.
`;

test('released versions are read, the newest first', () => {
  expect(entriesOf(changelog)).toEqual([
    { version: '1.1.0', date: '2026-12-01', text: '### Fixed\n\n- A typo.' },
    { version: '1.0.0', date: '2026-11-26', text: '- The first one.' },
  ]);
});

test.each(['## 1.1.0 - 2026-12-01', '## [1.1.0] - 2026-13-01', '## [1.1] - 2026-12-01', '## [1.1.0]'])(
  '%s is not a heading of a version',
  (heading) => {
    expect(() => entriesOf(changelog.replace(/^## \[1\.1.*/m, heading))).toThrow(heading);
  },
);

describe('a version is released only if', () => {
  const problems = (change: (text: string) => string = (text) => text, packageVersion = '1.1.0') =>
    versionProblems('1.1.0', { changelog: change(changelog), packageVersion });

  test('package.json and the newest entry have it', () => expect(problems()).toEqual([]));

  test.each<[string, RegExp, (text: string) => string, string?]>([
    ['package.json has it', /package\.json has version 1\.0\.9/, (text) => text, '1.0.9'],
    [
      'it has an entry',
      /newest version .* is 1\.0\.0/,
      (text) => text.replace(/## \[1\.1[^]*(?=## \[1\.0)/, ''),
    ],
    ['its entry is the newest', /is 1\.2\.0/, (text) => text.replace('[Unreleased]', '[1.2.0] - 2026-12-02')],
    ['its entry has text', /does not say/, (text) => text.replace('### Fixed\n\n- A typo.\n', '')],
  ])('%s', (_name, expected, change, packageVersion) => {
    expect(problems(change, packageVersion)).toEqual([expect.stringMatching(expected)]);
  });
});
