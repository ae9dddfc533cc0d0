import { expect, test } from 'vitest';
import {
  isPlatformBuildFault,
  isPlatformStartFault,
  startFailure,
  stepStartFailure,
} from './start-failure.ts';

const wrapper =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

test.each([
  [
    'a missing program',
    `${wrapper}exec: "uvicorn": executable file not found in $PATH: unknown`,
    'exec: "uvicorn": executable file not found in $PATH',
  ],
  [
    'a message of runc while it sets up the container',
    `${wrapper}error during container init: exec: "./start.sh": permission denied: unknown`,
    'exec: "./start.sh": permission denied',
  ],
  [
    'near miss: a message of the engine itself',
    'unable to find user lena: no matching entries in passwd file: unknown',
    'unable to find user lena: no matching entries in passwd file: unknown',
  ],
  [
    'near miss: a different failure of the task',
    'failed to create task for container: context deadline exceeded: unknown',
    'failed to create task for container: context deadline exceeded: unknown',
  ],
])('%s', (_name, message, reason) => {
  expect(startFailure(message)).toBe(reason);
});

const neverStarted = '/usr/local/lib/sandbox/build-runc did not terminate successfully: exit status -1';
const runc = 'runc run failed: unable to start container process: ';
const refusedSeal = `${runc}waiting for init preliminary setup: read init-p: connection reset by peer\nnsexec[721]: could not ensure we are a cloned binary: Device or resource busy\n`;

test.each<[string, error: string, log: string, reason: string | undefined]>([
  [
    'a step that was never started',
    `process "/bin/sh -c make" did not complete successfully: ${neverStarted}`,
    refusedSeal,
    refusedSeal.trim(),
  ],
  [
    'a multi-line step that was never started',
    `process "/bin/sh -c set -e\\nmake \\"a\\"" did not complete successfully: ${neverStarted}`,
    refusedSeal,
    refusedSeal.trim(),
  ],
  [
    'a step that failed in BuildKit before runc',
    'process "/bin/sh -c true" did not complete successfully: unable to find user lena: no matching entries in passwd file',
    '',
    'unable to find user lena: no matching entries in passwd file',
  ],
  [
    'near miss: a step that ran',
    'process "/bin/sh -c make" did not complete successfully: exit code: 1',
    '',
    undefined,
  ],
  [
    'near miss: a step that printed runc’s message',
    'process "/bin/sh -c make" did not complete successfully: exit code: 1',
    refusedSeal,
    undefined,
  ],
  [
    'near miss: a command that quotes BuildKit’s message',
    `process "/bin/sh -c echo '\\" did not complete successfully: ${neverStarted}'" did not complete successfully: exit code: 1`,
    '',
    undefined,
  ],
  [
    'near miss: a command that ends like BuildKit’s message',
    `process "/bin/sh -c echo ${neverStarted}" did not complete successfully: exit code: 137`,
    '',
    undefined,
  ],
  [
    'near miss: a step without a process',
    'failed to calculate checksum of ref x: "/zz": not found',
    '',
    undefined,
  ],
])('why a step was not started: %s', (_name, error, log, reason) => {
  expect(stepStartFailure(error, log)).toBe(reason);
});

test.each<[string, reason: string, isPlatformFault: boolean]>([
  ['a seal that the kernel refused', refusedSeal.trim(), true],
  [
    'the same in the message of docker start',
    `${wrapper}waiting for init preliminary setup: read init-p: connection reset by peer: unknown`,
    true,
  ],
  [
    'a cgroup that cannot be created',
    `${runc}unable to apply cgroup configuration: mkdir /sys/fs/cgroup/x: permission denied`,
    true,
  ],
  [
    'runc cannot start a process',
    `${runc}unable to start init: fork/exec /proc/self/exe: resource temporarily unavailable`,
    true,
  ],
  [
    'runc that cannot be executed',
    '/usr/local/lib/sandbox/build-runc: line 40: runc: command not found',
    true,
  ],
  [
    'the wrapper cannot start a process',
    '/usr/local/lib/sandbox/build-runc: fork: retry: Resource temporarily unavailable',
    true,
  ],
  [
    'a shim that has exited',
    'failed to create task for container: failed to create shim task: ttrpc: closed: unknown',
    true,
  ],
  [
    'a network that cannot be set up',
    'failed to set up container networking: failed to create endpoint x on network run-1: operation not supported',
    true,
  ],
  [
    'a broken disk',
    `${runc}error during container init: error mounting "proc" to rootfs at "/proc": mount proc:/proc: input/output error`,
    true,
  ],
  [
    'a sandbox in which a part of /proc is covered',
    `${runc}error during container init: error mounting "proc" to rootfs at "/proc": mount proc:/proc (via /proc/self/fd/6), flags: 0xe: operation not permitted`,
    true,
  ],
  [
    'near miss: an image in which /proc is a file',
    `${runc}error during container init: error mounting "proc" to rootfs at "/proc": mount proc:/proc (via /proc/self/fd/6), flags: 0xe: not a directory`,
    false,
  ],
  [
    'an init process that died',
    `${runc}error during container init: read init-p: connection reset by peer`,
    true,
  ],
  ['an init process that exited', `${runc}error during container init: EOF`, true],
  [
    'a snapshot that cannot be mounted',
    'mount source: "overlay", target: "/data/docker/x/rootfs", fstype: overlay, flags: 0, err: invalid argument',
    true,
  ],
  ['near miss: a missing program', `${runc}exec: "nosuch": executable file not found in $PATH`, false],
  [
    'near miss: the same in the message of docker start',
    `${wrapper}exec: "uvicorn": executable file not found in $PATH: unknown`,
    false,
  ],
  [
    'near miss: a program that may not be executed',
    `${wrapper}error during container init: exec: "./start.sh": permission denied: unknown`,
    false,
  ],
  ['near miss: a folder instead of a program', `${runc}exec: "/etc": is a directory`, false],
  [
    'near miss: no shell in the image',
    `${runc}exec: "/bin/sh": stat /bin/sh: no such file or directory`,
    false,
  ],
  [
    'near miss: a program named like a fault',
    `${runc}exec: "runc run failed: unable to start container process: waiting for init preliminary setup": executable file not found in $PATH`,
    false,
  ],
  [
    'near miss: a name so long that the message is cut',
    `waiting for init preliminary setup${'x'.repeat(2_000)}": stat /x: file name too long`,
    false,
  ],
  [
    'near miss: a user who does not exist',
    'unable to find user lena: no matching entries in passwd file',
    false,
  ],
  [
    'near miss: a user who does not exist, in the message of docker start',
    'unable to find user lena: no matching entries in passwd file: unknown',
    false,
  ],
  [
    'near miss: a group that does not exist',
    'unable to find group lena: no matching entries in group file',
    false,
  ],
  ['near miss: a UID beyond the sandbox’s range', `${runc}unable to setup user: invalid argument`, false],
  [
    'near miss: a working directory that is a file',
    `${runc}chdir to cwd ("/app") set in config.json failed: not a directory`,
    false,
  ],
  [
    'near miss: a working directory that cannot be created',
    'failed to create working directory /data/x/rootfs/app/a: mkdir /data/x/rootfs/app: not a directory',
    false,
  ],
  [
    'near miss: an image without /sys',
    `${runc}error during container init: can't mask path /sys/firmware: mount tmpfs:/sys/firmware, flags: 0x1: not a directory`,
    false,
  ],
  [
    'near miss: a mount inside /proc',
    `${runc}error during container init: error mounting "tmpfs" to rootfs at "/proc/x": create mount destination for /proc/x mount: check proc-safety of /proc/x mount: "/data/x/rootfs/proc/x" cannot be mounted because it is inside /proc`,
    false,
  ],
  [
    'near miss: a mount inside a read-only mount',
    `${runc}error during container init: error mounting "tmpfs" to rootfs at "/ctx/sub": create mount destination for /ctx/sub mount: mkdirat /data/x/rootfs/ctx/sub: read-only file system`,
    false,
  ],
])(
  'whether the platform is to blame for a container that did not start: %s',
  (_name, reason, isPlatformFault) => {
    expect(isPlatformStartFault(reason)).toBe(isPlatformFault);
  },
);

test.each<[string, error: string, isPlatformFault: boolean]>([
  ['a snapshot', 'failed to prepare sha256:1 as 2: context deadline exceeded', true],
  ['a mount', 'failed to mount /tmp/x: invalid argument', true],
  ['a broken disk', 'failed to copy files: copy file range failed: input/output error', true],
  ['a build that no one cancelled', 'context canceled', true],
  ['near miss: too many layers', 'failed to prepare sha256:1 as 2: max depth exceeded', false],
  ['near miss: a missing file', 'failed to calculate checksum of ref x: "/zz": not found', false],
  [
    'near miss: a file named like a fault',
    'failed to calculate checksum of ref x: "/: input/output error": not found',
    false,
  ],
  [
    'near miss: a file instead of a folder',
    'mkdir /data/docker/overlay2/x/merged/etc/passwd: not a directory',
    false,
  ],
  [
    'near miss: a UID beyond the sandbox’s range',
    'failed to copy file info: failed to chown /data/x/a: lchown /data/x/a: invalid argument',
    false,
  ],
  ['near miss: a missing secret', 'secret nope: not found', false],
  [
    'near miss: an address',
    'Get "https://127.0.0.1/x": dial tcp 127.0.0.1:443: connect: connection refused',
    false,
  ],
])(
  'whether the platform is to blame for a failed step without a process: %s',
  (_name, error, isPlatformFault) => {
    expect(isPlatformBuildFault(error)).toBe(isPlatformFault);
  },
);
