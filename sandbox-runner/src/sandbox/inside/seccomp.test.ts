import { describe, expect, test } from 'vitest';
import { sandboxSeccompProfile } from './seccomp.ts';

interface Rule {
  names: string[];
  action: string;
  args?: { index: number; value: number; op: string }[];
  includes?: { caps?: string[] };
}
const rules = (JSON.parse(sandboxSeccompProfile()) as { syscalls: Rule[] }).syscalls;
const allowing = (name: string) =>
  rules.filter((rule) => rule.names.includes(name) && rule.action === 'SCMP_ACT_ALLOW');
const unconditional = (name: string) =>
  allowing(name).some((rule) => !rule.args?.length && !rule.includes?.caps);

describe('the seccomp profile', () => {
  test('allows only the native calls of each architecture', () => {
    const { archMap } = JSON.parse(sandboxSeccompProfile()) as {
      archMap: { architecture: string; subArchitectures: string[] }[];
    };
    expect(archMap.map(({ architecture }) => architecture)).toEqual(
      expect.arrayContaining(['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64']),
    );
    expect(archMap.flatMap(({ subArchitectures }) => subArchitectures)).toEqual([]);
  });

  test.each(['unshare', 'mount', 'pivot_root', 'clone3', 'setns'])(
    'allows %s, which a nested engine needs',
    (name) => {
      expect(unconditional(name)).toBe(true);
    },
  );

  test.each([
    'bpf',
    'kexec_load',
    'init_module',
    'socketcall',
    'swapon',
    'reboot',
    'perf_event_open',
    'userfaultfd',
    'io_uring_setup',
    'add_key',
    'open_by_handle_at',
    'fsopen',
    'fsconfig',
    'move_mount',
    'open_tree',
    'mount_setattr',
    'pidfd_getfd',
  ])('does not allow %s', (name) => {
    expect(unconditional(name)).toBe(false);
  });

  test('does not answer clone3 with an error', () => {
    expect(rules.filter((rule) => rule.names.includes('clone3') && rule.action === 'SCMP_ACT_ERRNO')).toEqual(
      [],
    );
  });

  test.each([
    ['AF_UNIX', 1, true],
    ['AF_INET6', 10, true],
    ['AF_ALG', 38, false],
    ['AF_NFC', 39, true],
    ['AF_VSOCK', 40, false],
    ['AF_KCM', 41, true],
  ])('socket(%s), family %i: allowed %s', (_name, family, allowed) => {
    const matches = allowing('socket').some((rule) =>
      (rule.args ?? []).every(({ value, op }) =>
        op === 'SCMP_CMP_LT' ? family < value : op === 'SCMP_CMP_GT' ? family > value : family === value,
      ),
    );
    expect(matches).toBe(allowed);
  });
});
