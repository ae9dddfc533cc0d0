import { expect, test } from 'vitest';
import { counterpartsByTool } from './check/counterparts.ts';

test.each([
  ['DL3009', 'hadolint'],
  ['JSONArgsRecommended', 'BuildKit'],
  ['DS-0002', 'Trivy'],
  ['Trivy secret', 'Trivy'],
  ['CKV_DOCKER_8', 'Checkov'],
  ['CKV2_DOCKER_17', 'Checkov'],
  ['CIS-DI-0001', 'Dockle'],
  ['DKL-DI-0005', 'Dockle'],
  ['kics:last-user-is-root', 'KICS'],
  ['dive', 'others'],
  ['DL300', 'others'],
  ['DS-002', 'others'],
  ['container-structure-test', 'others'],
])('%s is %s', (id, tool) => {
  expect(counterpartsByTool([id])).toEqual([{ tool, ids: [id] }]);
});

test('are grouped by tool, regardless of the order of the ids', () => {
  expect(counterpartsByTool(['kics:b', 'DL3009', 'kics:a', 'DL3008'])).toEqual([
    { tool: 'hadolint', ids: ['DL3009', 'DL3008'] },
    { tool: 'KICS', ids: ['kics:b', 'kics:a'] },
  ]);
});
