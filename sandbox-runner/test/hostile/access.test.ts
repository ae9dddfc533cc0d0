import { readFileSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { attacks, reachingTheHost } from '../../src/isolation/attacks.ts';
import { attempts, openedIn, python, step } from '../../src/isolation/build-programs.ts';
import { testEnv } from '../sandbox-fixture.ts';
import { hostileCases, type HostileCase } from './cases.ts';
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

const nothingOpened: HostileCase['verify'] = ({ log }) => expect(openedIn(log)).toEqual([]);

/** What is also looked at on the host after an attack, by its name. */
const onTheHost: Record<string, HostileCase['verify']> = {
  'writing to the shelf and leaving its folder': async (_observed, { env }) =>
    expect(await shelfFiles(env.SHELF_DIR)).toEqual(await shelfBefore),
  'mounts and settings of the host': async () =>
    expect(await readFile('/proc/sys/kernel/core_pattern', 'utf8')).toBe(hostCorePattern),
};

const shared = [...attacks, reachingTheHost({ address: ownAddress, port })];
for (const name of Object.keys(onTheHost))
  if (!shared.some((attack) => attack.name === name)) throw new Error(`no attack is named ${name}`);

const cases: HostileCase[] = [
  ...shared.map(({ holds, ...attack }): HostileCase => ({
    ...attack,
    expected: holds === 'fails' ? failed : graded,
    verify: async (observed, fixture) => {
      if (holds === 'denied') await nothingOpened(observed, fixture);
      await onTheHost[attack.name]?.(observed, fixture);
    },
  })),
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
    number: '14',
    name: 'RUN --device',
    dockerfile: `${base}RUN --device=nvidia.com/gpu=all true\n`,
    expected: failed,
  },
  ...[
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
    number: '20',
    name: 'any engine socket, by name, by mount and by process',
    dockerfile: `${base}RUN --mount=type=bind,source=/sock,target=/a true\n`,
    expected: failed,
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
