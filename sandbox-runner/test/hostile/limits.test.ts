import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { limitAttacks } from '../../src/isolation/attacks.ts';
import { python, step } from '../../src/isolation/build-programs.ts';
import { hostileCases, type HostileCase } from './cases.ts';

const limit = (name: string) => ({ status: 'build-failed', failure: { phase: 'cold-build', limit: name } });
const pids = 'SANDBOX_PIDS=500';
const memory = { status: 'out-of-memory', failure: { phase: 'cold-build', limit: 'SANDBOX_MEMORY_MB=1024' } };
const disk = limit('SANDBOX_DISK_MB=4096');
const timedOut = (seconds: number) => ({
  status: 'timed-out',
  failure: { phase: 'cold-build', limit: `cold build of ${seconds} s` },
});

/**
 * Gzip of a tar with one file of 6 GiB of zeros, built from many gzip members, which are unpacked one after
 * another.
 */
function bomb(): Buffer {
  const header = Buffer.alloc(512);
  header.write('zeros');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(6 * 1024 ** 3).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        0', 148);
  header.write('ustar\u000000', 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const zeros = gzipSync(Buffer.alloc(64 * 1024 ** 2));
  return Buffer.concat([
    gzipSync(header),
    ...Array.from({ length: 96 }, () => zeros),
    gzipSync(Buffer.alloc(1024)),
  ]);
}

/** Declarations that make A12 4,096 times as long as the first value. */
const doubled = (keyword: string, first: string) =>
  `${keyword} A0=${first}\n${Array.from({ length: 12 }, (_, n) => `${keyword} A${n + 1}=$A${n}$A${n}\n`).join('')}`;
const fiftyBytes = 'x'.repeat(50);

/** Hard links of 15 files, because ext4 allows at most 65,000 per file. */
function hardLinks(
  namesPerFile: number,
): Pick<HostileCase, 'dockerfile' | 'files' | 'coldBuildSeconds' | 'expected'> {
  return {
    ...step(
      `import os\nfor folder in range(15):\n    os.makedirs(f"/l/{folder}")\n    open(f"/l/{folder}/0", "w").close()\n    for n in range(1, ${namesPerFile}): os.link(f"/l/{folder}/0", f"/l/{folder}/{n}")\n`,
    ),
    coldBuildSeconds: 240,
    expected: { status: 'rejected', failure: { phase: 'image' } },
  };
}

const cases: HostileCase[] = [
  ...limitAttacks.map(({ fault, ...attack }): HostileCase => ({
    ...attack,
    expected: fault === 'out-of-memory' ? memory : limit(pids),
  })),
  // Linux does not start a program with a variable of 128 KiB or more, so the arguments are split into three of
  // 50 and 100 KB.
  {
    number: '73',
    name: 'twelve steps whose history repeats 250 KB of build arguments',
    dockerfile: `${python}ARG A=${'x'.repeat(50_000)}\nARG B=$A$A\nARG C=$A$A\n${Array.from({ length: 12 }, (_, n) => `RUN echo ${n}\n`).join('')}`,
    expected: { status: 'graded' },
  },
  {
    number: '73',
    name: 'steps whose names are hundreds of KB',
    dockerfile: `${python}${doubled('ENV', fiftyBytes)}ENV B=$A12 C=$A12$A12\nLABEL d=$C$C\nCOPY Dockerfile "/in/\${A8}"\n`,
    expected: { status: expect.stringMatching(/graded|build-failed|timed-out/) as string },
  },
  { number: '74', name: '900,000 hard links', ...hardLinks(60_000) },
  // Three times as many, built at the same time on two cores, would exceed any build's time limit.
  {
    number: '74',
    name: '300,000 hard links each, by three learners at once',
    ...hardLinks(20_000),
    learners: 3,
  },
  {
    number: '1',
    name: 'a fork bomb in a shell, which retries forever',
    dockerfile: `${python}RUN bash -c 'bomb() { bomb | bomb & }; bomb; sleep 600'\n`,
    coldBuildSeconds: 15,
    expected: limit(pids),
  },
  {
    number: '2',
    name: 'fallocate -l 50G',
    dockerfile: `${python}RUN fallocate -l 50G /big\n`,
    expected: { status: 'build-failed', failure: { line: 2 } },
  },
  {
    number: '2',
    name: 'writing until the disk is full',
    ...step(
      'block = b"x" * (1 << 20)\nwith open("/big", "wb") as file:\n    while True: file.write(block)\n',
    ),
    expected: disk,
  },
  {
    number: '2',
    name: 'a file of 50 GB that is one hole',
    dockerfile: `${python}RUN truncate -s 50G /big\n`,
    coldBuildSeconds: 30,
    expected: { passed: false, failure: { phase: 'cold-build' } },
  },
  {
    number: '3',
    name: 'files until there are no inodes',
    ...step(
      'import os\nos.mkdir("/many")\nn = 0\nwhile True:\n    open(f"/many/{n}", "x").close()\n    n += 1\n',
    ),
    expected: disk,
  },
  {
    number: '4',
    name: 'many processes, each smaller than the engine',
    ...step(
      'import os, time\nwhile True:\n    if os.fork() == 0:\n        held = b"x" * (24 << 20)\n        time.sleep(600)\n    if os.waitpid(-1, os.WNOHANG)[0] != 0: raise SystemExit(1)\n',
    ),
    expected: memory,
  },
  {
    number: '4',
    name: 'memory as files in /dev/shm',
    dockerfile: `${python}RUN head -c 3G /dev/zero > /dev/shm/big\n`,
    expected: { passed: false, failure: { phase: 'cold-build' } },
  },
  {
    number: '5',
    name: 'a silent build that never ends',
    dockerfile: `${python}RUN sleep 1000\n`,
    coldBuildSeconds: 8,
    expected: timedOut(8),
  },
  {
    number: '5',
    name: 'a build that ignores every signal',
    dockerfile: `${python}RUN trap '' TERM INT HUP; while :; do sleep 1; done\n`,
    coldBuildSeconds: 8,
    expected: timedOut(8),
  },
  {
    number: '6',
    name: 'a flood of short lines',
    dockerfile: `${python}RUN head -c 300000000 /dev/zero | tr '\\0' x | fold -w 100; exit 1\n`,
    expected: { status: 'build-failed' },
    verify: ({ log }) => {
      expect(log).toContain('[output cut here');
      expect(log.length).toBeLessThan(257 * 1024);
    },
  },
  {
    number: '7',
    name: 'one line of 1 GB',
    dockerfile: `${python}RUN head -c 1000000000 /dev/zero | tr '\\0' x\n`,
    expected: { status: 'graded' },
    verify: ({ log }) => expect(log.length).toBeLessThan(257 * 1024),
  },
  {
    number: '9',
    name: 'a gzip of 6 MB that holds 6 GB',
    dockerfile: `${python}ADD bomb.tar.gz /x/\n`,
    files: { 'bomb.tar.gz': bomb() },
    expected: disk,
  },
  {
    number: '21',
    name: '80,000 files',
    ...step(
      'import os\nfor n in range(80_000):\n    if n % 1000 == 0: os.makedirs(f"/many/{n}")\n    open(f"/many/{n - n % 1000}/{n}", "w").write("x")\n',
    ),
    expected: { status: 'graded' },
  },
  {
    number: '21',
    name: '20,000 invented packages and secrets',
    ...step(`import os
root = "/usr/local/lib/python3.11/site-packages"
for n in range(20_000):
    os.mkdir(f"{root}/p{n}-1.dist-info")
    open(f"{root}/p{n}-1.dist-info/METADATA", "w").write(f"Metadata-Version: 2.1\\nName: p{n}\\nVersion: 1\\n")
    open(f"/k{n}", "w").write("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCY%010d\\n" % n)
with open("/var/lib/dpkg/status", "w") as status:
    for n in range(100_000): status.write(f"Package: d{n}\\nStatus: install ok installed\\nArchitecture: amd64\\nVersion: 1\\n\\n")
`),
    expected: { status: 'graded' },
  },
  {
    number: '22',
    name: '620 layers',
    dockerfile: python + Array.from({ length: 620 }, (_, n) => `COPY Dockerfile /f${n}\n`).join(''),
    expected: {
      status: 'build-failed',
      failure: { message: expect.stringContaining('more layers than the engine can stack') as string },
    },
  },
  {
    number: '27',
    name: 'a process that outlives its step',
    dockerfile: `${python}RUN setsid sh -c 'trap "" HUP TERM; sleep 5000' >/dev/null 2>&1 & sleep 1\n`,
    expected: { status: 'graded' },
  },
  {
    number: '39',
    name: 'synchronous writes by four processes',
    dockerfile: `${python}COPY try.py .\nRUN for n in 1 2 3 4; do python try.py $n & done; wait\n`,
    files: {
      'try.py':
        'import os, sys\nfile = os.open("/io" + sys.argv[1], os.O_CREAT | os.O_RDWR)\nblock = os.urandom(1 << 20)\nwhile True:\n    os.pwrite(file, block, int.from_bytes(os.urandom(1)) << 20)\n    os.fsync(file)\n',
    },
    coldBuildSeconds: 15,
    expected: timedOut(15),
  },
];

hostileCases(cases);
