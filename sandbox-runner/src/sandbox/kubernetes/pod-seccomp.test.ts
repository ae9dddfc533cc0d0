import { expect, test } from 'vitest';
import { podSeccompProfile } from './pod-seccomp.ts';

interface Rule {
  names: string[];
  action: string;
  args?: unknown;
}
const profile = JSON.parse(podSeccompProfile()) as { defaultAction: string; syscalls: Rule[] };
const isAllowed = (name: string) =>
  profile.syscalls.some(
    ({ names, action, args }) => action === 'SCMP_ACT_ALLOW' && args === undefined && names.includes(name),
  );

test('what is not listed is refused', () => {
  expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO');
});

test.each(['clone', 'clone3', 'unshare', 'setns', 'mount', 'pivot_root', 'execve', 'ptrace', 'arch_prctl'])(
  '%s, which an engine needs, is allowed',
  (name) => expect(isAllowed(name)).toBe(true),
);

test.each([
  'bpf',
  'open_by_handle_at',
  'init_module',
  'reboot',
  'perf_event_open',
  'syslog',
  'mbind',
  'kcmp',
])('%s, which Docker allows only with a capability, is refused', (name) =>
  expect(isAllowed(name)).toBe(false),
);

test('no rule has a condition that the runtime would ignore', () => {
  const known = new Set(['names', 'action', 'args', 'errnoRet']);
  for (const rule of profile.syscalls) expect(Object.keys(rule).filter((key) => !known.has(key))).toEqual([]);
});
