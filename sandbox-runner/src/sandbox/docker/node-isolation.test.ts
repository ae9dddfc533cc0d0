import { describe, expect, test } from 'vitest';
import type { HostFacts } from '../../engine/host-facts.ts';
import type { AppArmorState } from './app-armor.ts';
import { isolationOf } from './node-isolation.ts';

const facts: Readonly<HostFacts> = {
  runtimes: new Map([
    ['runc', 'runc'],
    ['io.containerd.runc.v2', 'runc'],
  ]),
  guards: ['apparmor', 'seccomp', 'cgroupns'],
  cgroupVersion: '2',
  kernel: '6.1.0',
};

describe('the isolation of a node’s sandboxes', () => {
  test.each([
    ['with AppArmor', 'enforced', facts],
    ['without', 'absent', { ...facts, guards: ['seccomp'] }],
  ] satisfies [string, 'enforced' | 'absent', HostFacts][])('is reported %s', (_name, appArmor, host) => {
    expect(isolationOf(host, appArmor, 15_000, 'runc')).toEqual({
      runtime: 'runc',
      seccomp: 'enforced',
      appArmor,
      userNamespaces: '15000',
      cgroupVersion: '2',
      kernel: '6.1.0',
    });
  });

  test('allows a runtime whose processes the host sees', () => {
    const runtimes = new Map([['sysbox', '/usr/bin/sysbox-runc']]);
    expect(isolationOf({ ...facts, runtimes }, 'absent', 15_000, 'sysbox').runtime).toBe('sysbox');
  });

  test.each([
    ['/usr/bin/runsc', 'gVisor'],
    ['io.containerd.runsc.v1', 'gVisor'],
    ['/opt/kata/bin/kata-runtime', 'Kata Containers'],
    ['/opt/kata/bin/containerd-shim-kata-v2', 'Kata Containers'],
    ['io.containerd.kata-qemu.v2', 'Kata Containers'],
  ])('is insufficient with %s, whatever its name', (program, name) => {
    const runtimes = new Map([['guarded', program]]);
    expect(() => isolationOf({ ...facts, runtimes }, 'absent', 15_000, 'guarded')).toThrow(
      `SANDBOX_RUNTIME is guarded, which is ${name} (${program}).`,
    );
  });

  test.each([
    [
      'a runtime that the host lacks, with the available ones',
      facts,
      'absent',
      15_000,
      'runsc',
      /SANDBOX_RUNTIME is runsc.* has: io\.containerd\.runc\.v2, runc\./,
    ],
    ['a name that only starts like a runtime', facts, 'absent', 15_000, 'run', /SANDBOX_RUNTIME is run,/],
    [
      'an engine without seccomp',
      { ...facts, guards: ['apparmor'] },
      'enforced',
      15_000,
      'runc',
      /cannot use seccomp/,
    ],
    [
      'a profile that is not loaded, with the command',
      facts,
      'unloaded',
      15_000,
      'runc',
      /sudo apparmor_parser --replace --write-cache \/.*\/profiles\/apparmor-sandbox$/,
    ],
    [
      'an engine that applies no profiles',
      { ...facts, guards: ['seccomp'] },
      'enforced',
      15_000,
      'runc',
      /does not apply profiles/,
    ],
    ['no user namespaces', facts, 'absent', 0, 'runc', /user\.max_user_namespaces/],
  ] satisfies [string, HostFacts, AppArmorState, number, string, RegExp][])(
    'is insufficient: %s',
    (_name, host, appArmor, userNamespaces, runtime, message) => {
      expect(() => isolationOf(host, appArmor, userNamespaces, runtime)).toThrow(message);
    },
  );
});
