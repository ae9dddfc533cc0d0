import { expect, test } from 'vitest';
import { pinnedVersions } from './install.ts';

test('every tool is pinned to one version', async () => {
  const exact = expect.stringMatching(/^\d+\.\d+\.\d+$/u);
  expect(await pinnedVersions()).toEqual({
    hadolint: exact,
    buildkit: exact,
    trivy: expect.stringMatching(/^checks \d+\.\d+\.\d+(?:-0\.\d{14}-[0-9a-f]{12})?$/u),
    checkov: exact,
    kics: exact,
  });
});
