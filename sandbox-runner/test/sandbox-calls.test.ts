import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { build, openPool, type PoolFixture } from './sandbox-fixture.ts';

let fixture: PoolFixture;
let sandbox: Sandbox;

/** Makes calls that a sandbox must not make, and some similar allowed ones, and prints one line for each. */
const calls = `import ctypes, errno, mmap, os, signal, socket
libc = ctypes.CDLL(None, use_errno=True)

def told(name, number):
    print(name, errno.errorcode[number] if number else "allowed", flush=True)

for name, family in [("AF_UNIX", 1), ("AF_VSOCK", 40), ("AF_ALG", 38)]:
    ctypes.set_errno(0)
    told(name, 0 if libc.socket(family, socket.SOCK_STREAM if family != 38 else socket.SOCK_SEQPACKET, 0) >= 0 else ctypes.get_errno())

for name, call, arguments in [("fsopen", 430, (b"tmpfs", 0)), ("io_uring_setup", 425, (1, 0)), ("bpf", 321, (0, 0, 0)), ("getppid", 110, ())]:
    ctypes.set_errno(0)
    told(name, 0 if libc.syscall(call, *arguments) >= 0 else ctypes.get_errno())

# Machine code for one getpid: eax is its number in each table, then the way into the kernel that belongs to it.
for name, code in [("64-bit", b"\\xb8\\x27\\x00\\x00\\x00\\x0f\\x05\\xc3"), ("32-bit", b"\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3"), ("x32", b"\\xb8\\x27\\x00\\x00\\x40\\x0f\\x05\\xc3")]:
    child = os.fork()
    if child == 0:
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(code)
        answer = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        os._exit(0 if answer == os.getpid() else 1)
    _, status = os.waitpid(child, 0)
    print(name, signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "allowed" if status == 0 else "refused", flush=True)
`;

/** Few kernels have x32. Without it, the kernel refuses the call before the filter is applied. */
const expected = [
  'AF_UNIX allowed',
  'AF_VSOCK EPERM',
  'AF_ALG EPERM',
  'fsopen EPERM',
  'io_uring_setup EPERM',
  'bpf EPERM',
  'getppid allowed',
  '64-bit allowed',
  '32-bit SIGSYS',
  expect.stringMatching(/^x32 (SIGSYS|refused)$/),
];

beforeAll(async () => {
  fixture = await openPool();
  sandbox = await fixture.pool.acquire('caller');
});
afterAll(() => fixture[Symbol.asyncDispose]());

const linesOf = (output: string) => output.split(/\r?\n/).filter((line) => line !== '');

test('a build step cannot make forbidden calls', async () => {
  const { kind, log } = await build(
    sandbox,
    'FROM python:3.11-slim-bookworm\nCOPY calls.py /\nRUN python /calls.py',
    { 'calls.py': calls },
  );
  expect(kind).toBe('built');
  expect(linesOf(log)).toEqual(expected);
});

test.each([
  ['a container of the learner', {}],
  [
    'root of the sandbox’s user namespace, with all privileges there',
    { CapAdd: ['ALL'], SecurityOpt: ['seccomp=unconfined'], PidMode: 'host' },
  ],
])('%s cannot make them either', async (_name, HostConfig) => {
  const engine = sandbox.engine;
  const container = await engine.createContainer({
    Image: 'test:latest',
    Cmd: ['python', '/calls.py'],
    User: '0',
    Tty: true,
    HostConfig,
  });
  await container.start();
  await container.wait();
  const output = (await container.logs({ stdout: true, stderr: true })).toString();
  await container.remove({ force: true });
  expect(linesOf(output)).toEqual(expected);
});

test('a foreign frontend in the default of a build argument is not started', async () => {
  const { kind, log } = await build(
    sandbox,
    'ARG BUILDKIT_SYNTAX=evil/frontend\nFROM debian:bookworm-slim\nARG BUILDKIT_SYNTAX=evil/frontend\nRUN echo "built in: $BUILDKIT_SYNTAX"',
  );
  expect(log).toContain('built in: evil/frontend');
  expect(kind).toBe('built');
});
