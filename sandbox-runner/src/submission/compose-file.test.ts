import { jobPlanSchema, runPlanSchema, type ContextFile } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { dockerDefaults } from '../engine/start-options.ts';
import { composeOptions } from './compose-file.ts';
import { minimalExercise } from './testing/minimal-exercise.ts';

const run = runPlanSchema.parse({ port: 8000, readyPath: '/', options: 'compose.yaml' });
const exercise = { ...minimalExercise, run };
const file = (data: string): ContextFile => ({ path: 'compose.yaml', encoding: 'utf8', data, mode: 0o644 });
const service = (lines: string) => `services:\n  api:\n    build: .\n${lines.replaceAll(/^/gm, '    ')}`;
const read = (text: string) => composeOptions(exercise, [file(text)]);

test.each<[lines: string, options: object]>([
  ['', {}],
  ['ports: ["8000:8000"]', {}],
  ['read_only: true', { readOnly: true }],
  ['tmpfs: /tmp', { tmpfs: { '/tmp': 'size=64m' } }],
  [
    'tmpfs: ["/tmp:size=16m,mode=1777", /var/cache]',
    { tmpfs: { '/tmp': 'size=64m,size=16m,mode=1777', '/var/cache': 'size=64m' } },
  ],
  ['cap_drop: [ALL]\ncap_add: [cap_chown]', { capDrop: ['ALL'], capAdd: ['CHOWN'] }],
  ['security_opt: [no-new-privileges:true]', { noNewPrivileges: true }],
  ['security_opt: [no-new-privileges]', { noNewPrivileges: true }],
  ['user: 1000', { user: '1000' }],
  ['user: "1000:1000"', { user: '1000:1000' }],
  ['shm_size: 256m', { shmBytes: 256 * 2 ** 20 }],
  ['shm_size: 1GB', { shmBytes: 2 ** 30 }],
  ['shm_size: 65536', { shmBytes: 65_536 }],
  ['init: true', { init: true }],
  ['environment: { WORKERS: 2, DEBUG: false }', { environment: { WORKERS: '2', DEBUG: 'false' } }],
  ['command: [python, train.py]', { command: ['python', 'train.py'] }],
])('reads %j', (lines, options) => {
  expect(read(service(lines))).toEqual({ kind: 'done', value: { ...dockerDefaults, ...options } });
});

test.each<[text: string, message: string]>([
  // More than a container gets without the file.
  [service('privileged: true'), 'compose.yaml, line 4: services.api.privileged: unknown key.'],
  [service('cap_add: [SYS_ADMIN]'), 'compose.yaml, line 4: services.api.cap_add.0: is “SYS_ADMIN”, but must'],
  [service('cap_add: [ALL]'), 'compose.yaml, line 4: services.api.cap_add.0: is “ALL”'],
  [service('cap_add: [NET_RAW]'), 'compose.yaml, line 4: services.api.cap_add.0: is “NET_RAW”'],
  [service('security_opt: [seccomp:unconfined]'), 'services.api.security_opt.0: is “seccomp:unconfined”'],
  [service('security_opt: [no-new-privileges:false]'), 'security_opt.0: is “no-new-privileges:false”'],
  [service('volumes: ["/:/host"]'), 'compose.yaml, line 4: services.api.volumes: unknown key.'],
  [service('devices: [/dev/sda]'), 'services.api.devices: unknown key.'],
  [service('pid: host'), 'services.api.pid: unknown key'],
  [service('ipc: host'), 'services.api.ipc: unknown key'],
  [service('network_mode: host'), 'services.api.network_mode: unknown key'],
  [service('userns_mode: host'), 'services.api.userns_mode: unknown key'],
  [service('image: alpine'), 'services.api.image: unknown key'],
  [service('extends: { file: other.yaml }'), 'services.api.extends: unknown key'],
  [service('<<: { privileged: true }'), 'services.api.<<: unknown key'],
  [service('mem_limit: 1g'), 'Here, a service may have only build, cap_add, cap_drop, command,'],
  [`${service('')}\nvolumes: {}`, 'volumes: unknown key'],
  // Memory of the sandbox.
  [service('shm_size: 2g'), 'services.api.shm_size: must be at most 1g'],
  [service('tmpfs: /tmp:size=64g'), 'services.api.tmpfs.0: may have only size (at most 1g)'],
  // Mounts that would replace more than files.
  [service('tmpfs: /proc'), 'services.api.tmpfs.0: cannot be in /proc, /sys or /dev'],
  [service('tmpfs: /dev/shm:size=1g'), 'services.api.tmpfs.0: cannot be in /proc, /sys or /dev'],
  [service('tmpfs: /tmp/../proc'), 'services.api.tmpfs.0: must be an absolute path'],
  [service('tmpfs: /'), 'services.api.tmpfs.0: must be an absolute path'],
  [service('tmpfs: tmp'), 'services.api.tmpfs.0: must be an absolute path'],
  [service('tmpfs: /tmp:dev,suid'), 'services.api.tmpfs.0: may have only'],
  [service('tmpfs: "/tmp:mode=1777\\n"'), 'services.api.tmpfs.0: must be'],
  // What the engine would refuse, or read differently.
  [service('user: "1000 1000"'), 'services.api.user: must be a user'],
  [service('shm_size: lots'), 'services.api.shm_size: must be a size such as 256m'],
  [service('read_only: "yes"'), 'services.api.read_only: must be true or false'],
  [service('command: python train.py'), 'services.api.command: must be a list'],
  [service('environment: { "A B": x }'), 'services.api.environment'],
  ['services: { api: { build: ../other } }', 'services.api.build: is “../other”, but must be .'],
  // One service.
  ['services: {}', 'compose.yaml, line 1: services: must have exactly one service'],
  ['services: { a: {}, b: {} }', 'services: must have exactly one service'],
  ['', 'compose.yaml, line 1: must be keys with values'],
  ['services: [', 'compose.yaml, line'],
  // Aliases that multiply to 10^8 values, and depth without limit.
  [
    `${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, at, all) => `${name}: &${name} [${Array.from({ length: 10 }, () => (at === 0 ? 'x' : `*${all[at - 1]}`)).join(',')}]`).join('\n')}`,
    'compose.yaml: this cannot be read as YAML',
  ],
  ['['.repeat(16_000), 'compose.yaml'],
  [
    `services: { a: { environment: { A: "${'x'.repeat(20_000)}" } } }`,
    'compose.yaml is 19.6 KiB; 16 KiB are allowed',
  ],
])('rejects %j', (text, message) => {
  expect(read(text)).toMatchObject({
    kind: 'ended',
    status: 'rejected',
    failure: { message: expect.stringContaining(message) },
  });
});

test('the file is needed if, and only if, the exercise reads it', () => {
  expect(composeOptions(exercise, [])).toMatchObject({
    kind: 'ended',
    failure: { message: expect.stringContaining('There is no compose.yaml') },
  });
  const job = jobPlanSchema.parse({ starts: [{ name: 'trains' }], options: 'compose.yaml' });
  expect(composeOptions({ ...minimalExercise, job }, [file(service('init: true'))])).toMatchObject({
    value: { init: true },
  });
  expect(composeOptions(minimalExercise, [file('not: a compose file')])).toEqual({
    kind: 'done',
    value: undefined,
  });
  const binary: ContextFile = { path: 'compose.yaml', encoding: 'base64', data: '/w==', mode: 0o644 };
  expect(composeOptions(exercise, [binary])).toMatchObject({ kind: 'ended', status: 'rejected' });
});
