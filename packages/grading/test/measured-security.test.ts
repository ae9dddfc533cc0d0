import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { describe, expect, test } from 'vitest';
import type { Check, MeasuredInput } from '../src/check/check.ts';
import { readOptions } from '../src/check/options.ts';
import { checks } from '../src/checks/registry.ts';
import type { ImageConfig, ImageEvidence, LayerEntry } from '../src/evidence/evidence.ts';
import { replayLayers } from '../src/image/layer-replay.ts';
import { findingsOf } from '../src/static/read-static.ts';

interface Given {
  dockerfile?: string;
  config?: Partial<ImageConfig>;
  /** Entries of each layer. The first layer belongs to the base. */
  layers?: LayerEntry[][];
  context?: BuildContext;
  image?: Partial<ImageEvidence>;
}

/** Runs the measurement of a check. There is an image if a config, layers or other parts of it are given. */
function measured(
  check: Check,
  { dockerfile: text = 'FROM a:1\nRUN b\nRUN c', config, layers, context, image: more }: Given,
) {
  const dockerfile = parseDockerfile(text);
  const tars = (layers ?? [[]]).map((entries, i) => ({ diffId: `${i}`, createdBy: '', entries }));
  const hasImage = config !== undefined || layers !== undefined || more !== undefined;
  const emptyConfig: ImageConfig = {
    user: '',
    entrypoint: null,
    cmd: ['x'],
    env: [],
    labels: {},
    healthcheck: null,
    workdir: '',
    ports: [],
    history: [],
    diffIds: [],
  };
  const image = {
    config: { ...emptyConfig, ...config },
    layers: tars,
    baseLayers: 1,
    base: undefined,
    secrets: [],
    missingLibraries: [],
    ...more,
  } as ImageEvidence;
  const sent: BuildContext = context ?? { files: [], totalBytesBefore: 0, dockerignore: undefined };
  const input: MeasuredInput = {
    evidence: { dockerfile: text, context: sent, ...(hasImage ? { image } : {}) },
    dockerfile,
    replay: hasImage ? replayLayers(tars, 1) : undefined,
    cache: undefined,
    layerLines: [undefined, 2, 3],
    scenarios: [],
    run: undefined,
    options: readOptions(check, {}),
    findings: findingsOf(check, { dockerfile, context: sent }),
  };
  return check.measure!(input);
}

const file = (path: string, bytes = 1, mode = 0o644): LayerEntry => ({
  path,
  type: 'file',
  bytes,
  mode,
  uid: 0,
  gid: 0,
  sha256: `${path}${bytes}`,
});
const byId = (id: string) => checks.find((check) => check.meta.id === id)!;

type Row = [id: string, name: string, given: Given, status: string, line?: number];
const rows: Row[] = [
  ['sudo', 'the program was added', { layers: [[], [file('usr/bin/sudo', 9, 0o4755)]] }, 'fail', 2],
  [
    'sudo',
    'the text looks right, but the image is wrong',
    { dockerfile: 'FROM a:1\nRUN ./setup.sh', layers: [[], [file('usr/local/bin/sudo')]] },
    'fail',
    2,
  ],
  [
    'sudo',
    'the text looks wrong, but the image is right',
    { dockerfile: 'FROM a:1\nRUN sudo make', layers: [[], []] },
    'pass',
    2,
  ],
  ['sudo', 'of the base', { layers: [[file('usr/bin/sudo')], []] }, 'pass'],
  ['sudo', 'removed again', { layers: [[], [file('usr/bin/sudo')], [file('usr/bin/.wh.sudo', 0)]] }, 'pass'],
  [
    'sudo',
    'near miss: a different program',
    { layers: [[], [file('usr/bin/sudoedit'), file('usr/share/doc/sudo')]] },
    'pass',
  ],
  ['sudo', 'no image', { dockerfile: 'FROM a:1\nRUN sudo make' }, 'skipped'],
  ['useradd-high-uid', 'a large file', { layers: [[], [file('var/log/lastlog', 29e6)]] }, 'fail', 2],
  [
    'useradd-high-uid',
    'the text looks wrong, but the image is right',
    { dockerfile: 'FROM a:1\nRUN useradd -u 1000000 x', layers: [[], []] },
    'pass',
  ],
  [
    'useradd-high-uid',
    'an empty file, and the one of the base',
    { layers: [[file('var/log/faillog', 29e6)], [file('var/log/lastlog', 0)]] },
    'pass',
  ],
  ['useradd-high-uid', 'no image', {}, 'skipped'],
  ['user-name-not-uid', 'a name', { config: { user: 'app:1000' } }, 'fail'],
  [
    'user-name-not-uid',
    'the text looks right, but the base sets a name',
    { dockerfile: 'FROM a:1', config: { user: 'app' } },
    'fail',
  ],
  [
    'user-name-not-uid',
    'the text looks wrong, but the image is right',
    { dockerfile: 'FROM a:1\nARG U=app\nUSER $U', config: { user: '1000' } },
    'pass',
  ],
  ['user-name-not-uid', 'near miss: a number and a group by name', { config: { user: '1000:app' } }, 'pass'],
  ['user-name-not-uid', 'none', { config: { user: '' } }, 'pass'],
  ['user-name-not-uid', 'no image', { dockerfile: 'FROM a:1\nUSER app' }, 'skipped'],
  ['ssh-exposed', 'a server', { layers: [[], [], [file('usr/sbin/sshd')]] }, 'fail', 3],
  ['ssh-exposed', 'only exposed', { dockerfile: 'FROM a:1\nEXPOSE 22', layers: [[], []] }, 'warn', 2],
  [
    'ssh-exposed',
    'a server was installed and removed',
    { dockerfile: 'FROM a:1\nRUN apt-get install -y openssh-server', layers: [[], []] },
    'pass',
  ],
  [
    'ssh-exposed',
    'near miss: a client, and a server of the base',
    { layers: [[file('usr/sbin/sshd')], [file('usr/bin/ssh')]] },
    'pass',
  ],
  ['ssh-exposed', 'no image', { dockerfile: 'FROM a:1\nEXPOSE 22' }, 'skipped'],
  ['sys-dir', 'the working directory', { config: { workdir: '/proc/x' } }, 'fail'],
  ['sys-dir', 'a file that is mounted over', { layers: [[], [file('dev/model.bin', 5)]] }, 'fail', 2],
  [
    'sys-dir',
    'a volume, which only the text shows',
    { dockerfile: 'FROM a:1\nRUN x\nVOLUME /etc', layers: [[], []] },
    'fail',
    3,
  ],
  [
    'sys-dir',
    'the text looks wrong, but the image is right',
    { dockerfile: 'FROM a:1 AS b\nWORKDIR /proc/x\nFROM a:1', config: { workdir: '/srv' } },
    'pass',
  ],
  [
    'sys-dir',
    'near miss: empty folders, and files of the base',
    {
      config: { workdir: '/srv/dev' },
      layers: [[file('dev/x', 5)], [file('dev/console', 0), file('devel/x', 5)]],
    },
    'pass',
  ],
  ['sys-dir', 'no image', {}, 'skipped'],
  [
    'archive-left',
    'unpacked and kept',
    { dockerfile: 'FROM a:1\nCOPY x.tgz /\nRUN tar xf /x.tgz', layers: [[], [file('x.tgz', 5e6)]] },
    'fail',
    2,
  ],
  [
    'archive-left',
    'hidden by a later layer',
    {
      dockerfile: 'FROM a:1\nCOPY x.tgz /\nRUN tar xf /x.tgz && rm /x.tgz',
      layers: [[], [file('x.tgz', 5e6)], [file('.wh.x.tgz', 0)]],
    },
    'fail',
    2,
  ],
  [
    'archive-left',
    'the text looks right, but the image contains an archive',
    { layers: [[], [], [file('opt/x.tar.gz', 5e6)]] },
    'warn',
    3,
  ],
  [
    'archive-left',
    'the text looks wrong, but the image is right',
    {
      dockerfile: 'FROM a:1\nRUN curl -LO https://a.example/x.tgz && tar xf x.tgz && ./clean-up',
      layers: [[], []],
    },
    'pass',
  ],
  [
    'archive-left',
    'near miss: small archives, archives of packages, archives of the base',
    { layers: [[file('x.tgz', 5e6)], [file('srv/y.tgz', 9e5), file('usr/share/doc/z.gz', 5e6)]] },
    'pass',
  ],
  ['archive-left', 'no image', {}, 'skipped'],
  [
    'secret-arg-env',
    'an empty variable is only a hint',
    { dockerfile: 'FROM a:1\nENV HF_TOKEN=', config: { env: ['HF_TOKEN='] } },
    'pass',
  ],
  ['secret-arg-env', 'a password of digits', { config: { env: ['DB_PASSWORD=123456'] } }, 'fail'],
  [
    'secret-arg-env',
    'near miss: the path of a key',
    { config: { env: ['TLS_KEY=/etc/ssl/own.key'] } },
    'pass',
  ],
  ['tls-off', 'a variable of the image', { config: { env: ['GIT_SSL_NO_VERIFY=1'] } }, 'fail'],
  [
    'tls-off',
    'a variable, with the line that sets it',
    { dockerfile: 'FROM a:1\nENV PYTHONHTTPSVERIFY=0', config: { env: ['PYTHONHTTPSVERIFY=0'] } },
    'fail',
    2,
  ],
  [
    'tls-off',
    'a step',
    { dockerfile: 'FROM a:1\n# dfm ignore=tls-off x\nRUN curl -kO https://a.example/x', config: {} },
    'fail',
    3,
  ],
  [
    'tls-off',
    'near miss: the check is enabled',
    { config: { env: ['PYTHONHTTPSVERIFY=1', 'NODE_TLS_REJECT_UNAUTHORIZED=1'] } },
    'pass',
  ],
  ['tls-off', 'no image', { dockerfile: 'FROM a:1\nRUN curl -kO https://a.example/x' }, 'skipped'],
  [
    'setuid-files',
    'a program that a step adds',
    { layers: [[], [], [file('usr/bin/sudo', 9, 0o4755)]] },
    'fail',
    3,
  ],
  ['setuid-files', 'setgid', { layers: [[], [file('usr/bin/ssh-agent', 9, 0o2755)]] }, 'fail', 2],
  [
    'setuid-files',
    'a hard link to such a program',
    { layers: [[], [file('a', 9, 0o4755), { ...file('b'), type: 'hardlink', bytes: 0, linkname: 'a' }]] },
    'fail',
    2,
  ],
  [
    'setuid-files',
    'programs of the base, one of them written again',
    { layers: [[file('usr/bin/su', 9, 0o4755)], [file('usr/bin/su', 10, 0o4755)]] },
    'pass',
  ],
  [
    'setuid-files',
    'near miss: removed again, without the bit, a sticky folder',
    {
      layers: [
        [],
        [file('a', 9, 0o4755), file('b', 9, 0o755), { ...file('tmp'), type: 'dir', mode: 0o3777 }],
        [file('.wh.a', 0)],
      ],
    },
    'pass',
  ],
  ['setuid-files', 'no image', {}, 'skipped'],
  ['secret-file-copied', 'a key', { layers: [[], [], [file('root/.ssh/id_rsa')]] }, 'fail', 3],
  [
    'secret-file-copied',
    'removed in a later layer',
    { layers: [[], [file('srv/.env')], [file('srv/.wh..env', 0)]] },
    'fail',
    2,
  ],
  [
    'secret-file-copied',
    'the text looks right, but the image is wrong',
    { dockerfile: 'FROM a:1\nRUN ./fetch-keys', layers: [[], [file('root/.kaggle/kaggle.json')]] },
    'fail',
    2,
  ],
  [
    'secret-file-copied',
    'the text looks wrong, but the image is right',
    {
      dockerfile: 'FROM a:1\nCOPY .env /srv/',
      layers: [[], [file('srv/.env', 9)]],
      context: {
        files: [{ path: '.env', bytes: 9, text: 'PORT=8000' }],
        totalBytesBefore: 9,
        dockerignore: undefined,
      },
    },
    'pass',
  ],
  [
    'secret-file-copied',
    'only in a build stage',
    {
      dockerfile: 'FROM a:1 AS b\n# dfm ignore=secret-file-copied x\nCOPY .npmrc ./\nFROM a:1',
      layers: [[], []],
    },
    'warn',
    3,
  ],
  [
    'secret-file-copied',
    'near miss: of the base, of packages, empty',
    {
      layers: [
        [file('root/.netrc')],
        [file('srv/.env', 0), file('usr/lib/python3/dist-packages/x/server.key'), file('srv/.env.example')],
      ],
    },
    'pass',
  ],
  ['secret-file-copied', 'no image', { dockerfile: 'FROM a:1\nCOPY .env /srv/' }, 'skipped'],
  [
    'secret-in-history',
    'a token in the history',
    { image: { secrets: [{ rule: 'github', where: 'history' }] } },
    'fail',
  ],
  [
    'secret-in-history',
    'the text looks right, but the environment is wrong',
    {
      dockerfile: 'FROM a:1\nARG X\nENV Y=$X',
      image: { secrets: [{ rule: 'github', where: 'env', name: 'Y' }] },
    },
    'fail',
  ],
  [
    'secret-in-history',
    'literal, but of no known form',
    {
      dockerfile:
        'FROM a:1\n# dfm ignore=secret-in-history x\nRUN git clone https://u:s3cr3t-word@git.example/x',
      config: {},
    },
    'fail',
    3,
  ],
  [
    'secret-in-history',
    'literal, in a build stage',
    { dockerfile: 'FROM a:1 AS b\nRUN git clone https://u:s3cr3t-word@git.example/x\nFROM a:1', config: {} },
    'warn',
    2,
  ],
  [
    'secret-in-history',
    'near miss: a secret in a layer is covered by another check',
    { image: { secrets: [{ rule: 'github', where: 'layer', path: 'x' }] } },
    'pass',
  ],
  [
    'secret-in-history',
    'no image',
    { dockerfile: 'FROM a:1\nENV A=https://u:s3cr3t-word@a.example' },
    'skipped',
  ],
];

describe('decided by measurements', () => {
  test.each(rows.map((row) => [`${row[0]}: ${row[1]}`, row] as const))(
    '%s',
    (_, [id, , given, status, line]) => {
      const verdict = measured(byId(id), given);
      expect([verdict.status, verdict.line]).toEqual([status, line]);
      expect(verdict.message).toMatch(/[.)]$/u);
    },
  );
});

const withBase = (text: string) => (text.startsWith('FROM') ? text : `FROM a:1\n${text}`);

const inText = ['curl-pipe-sh', 'download-unverified', 'dup-uid', 'passwords', 'unsigned-pkgs'];

test.each(
  [...new Set([...inText, ...rows.map(([id]) => id)])]
    .map(byId)
    .filter((check) => check.findings !== undefined)
    .map((check) => [check.meta.id, check] as const),
)('the examples of %s demonstrate it', (_, check) => {
  const fires = (text: string) =>
    findingsOf(check, { dockerfile: parseDockerfile(withBase(text)), context: undefined }).length > 0;
  expect([fires(check.meta.bad), fires(check.meta.good)]).toEqual([true, false]);
});
