import type { RubricItem } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { describe, expect, test } from 'vitest';
import type { Check, MeasuredInput } from '../src/check/check.ts';
import { readOptions } from '../src/check/options.ts';
import { apkCache } from '../src/checks/apk-cache/apk-cache.ts';
import { aptListsLeft } from '../src/checks/apt-lists-left/apt-lists-left.ts';
import { baseTag } from '../src/checks/base-tag/base-tag.ts';
import { condaCacheLeft } from '../src/checks/conda-cache-left/conda-cache-left.ts';
import { contextTooLarge } from '../src/checks/context-too-large/context-too-large.ts';
import { copyAllBeforeDeps } from '../src/checks/copy-all-before-deps/copy-all-before-deps.ts';
import { dockerignoreMissing } from '../src/checks/dockerignore-missing/dockerignore-missing.ts';
import { healthcheck } from '../src/checks/healthcheck/healthcheck.ts';
import { layerCount } from '../src/checks/layer-count/layer-count.ts';
import { nodeCacheLeft } from '../src/checks/node-cache-left/node-cache-left.ts';
import { pipCacheLeft } from '../src/checks/pip-cache-left/pip-cache-left.ts';
import { rootUser } from '../src/checks/root-user/root-user.ts';
import { rpmCache } from '../src/checks/rpm-cache/rpm-cache.ts';
import { secretArgEnv } from '../src/checks/secret-arg-env/secret-arg-env.ts';
import { shellFormCmd } from '../src/checks/shell-form-cmd/shell-form-cmd.ts';
import { toolchainInFinal } from '../src/checks/toolchain-in-final/toolchain-in-final.ts';
import type { ContainerObservation, ImageConfig, LayerEntry, RunEvidence } from '../src/evidence/evidence.ts';
import { replayLayers } from '../src/image/layer-replay.ts';
import { findingsOf } from '../src/static/read-static.ts';
import { file } from '../src/testing/layer-entry.ts';

interface Given {
  dockerfile?: string;
  config?: Partial<ImageConfig>;
  /** Entries of each layer. The first layer belongs to the base. */
  layers?: LayerEntry[][];
  /** Undefined, but given: the container ended too soon. */
  uid?: number | undefined;
  context?: Partial<BuildContext>;
  options?: RubricItem['options'];
}

/**
 * Runs the measurement of a check. There is an image if a config or layers are given, and a run if a uid is
 * given.
 */
function measured(check: Check, given: Given) {
  const { dockerfile: text = 'FROM a:1\nRUN b\nRUN c', config, layers, uid, context, options = {} } = given;
  const dockerfile = parseDockerfile(text);
  const tars = (layers ?? []).map((entries, i) => ({ diffId: `${i}`, createdBy: '', entries }));
  const image =
    config === undefined && layers === undefined
      ? undefined
      : {
          config: {
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
            ...config,
          },
          layers: tars,
          baseLayers: 1,
          base: undefined,
          secrets: [],
          missingLibraries: [],
          inventory: { packages: [], notes: [], distribution: undefined },
        };
  const observed: ContainerObservation = {
    ready: true,
    readyMs: 1,
    uid,
    exitCode: undefined,
    oomKilled: false,
    probes: [],
    logTail: '',
  };
  const run: RunEvidence = {
    normal: {
      ...observed,
      health: { declared: false, status: 'none', firstCheckMs: undefined, dueMs: undefined, lastOutput: '' },
      stop: undefined,
      peakResidentBytes: undefined,
    },
    hardened: observed,
  };
  const sent: BuildContext = { files: [], totalBytesBefore: 0, dockerignore: undefined, ...context };
  const input: MeasuredInput = {
    evidence: { dockerfile: text, context: sent, image, run: 'uid' in given ? run : undefined },
    dockerfile,
    replay: image === undefined ? undefined : replayLayers(tars, 1),
    cache: undefined,
    layerLines: [undefined, 2, 3],
    scenarios: [],
    run: undefined,
    options: readOptions(check, options),
    findings: findingsOf(check, { dockerfile, context: sent }),
  };
  return check.measure!(input);
}

const lists = 'var/lib/apt/lists/deb.example_dists_bookworm_main_binary-amd64_Packages.lz4';
const wheel = 'root/.cache/pip/http-v2/a/b';
const shell = (...argv: string[]) => ({ entrypoint: null, cmd: argv });
const secretHistory = (createdBy: string) => ({ history: [{ createdBy, emptyLayer: true }] });

type Row = [name: string, check: Check, given: Given, status: string, line?: number];
const rows: Row[] = [
  ['lists in a layer', aptListsLeft, { layers: [[], [file(lists, 9e6)]] }, 'fail', 2],
  [
    'lists hidden by a later layer',
    aptListsLeft,
    { layers: [[], [file(lists, 9e6)], [file('var/lib/apt/lists/.wh..wh..opq', 0)]] },
    'fail',
    2,
  ],
  ['lists of the base', aptListsLeft, { layers: [[file(lists, 9e6)], []] }, 'pass'],
  [
    'an empty lists folder',
    aptListsLeft,
    { layers: [[], [file('var/lib/apt/lists/lock', 0), file('var/lib/apt/extended_states', 90)]] },
    'pass',
  ],
  [
    'the text alone does not decide',
    aptListsLeft,
    { dockerfile: 'FROM a:1\nRUN apt-get update', layers: [[], []] },
    'pass',
  ],
  ['no image', aptListsLeft, {}, 'skipped'],
  ['pip cache', pipCacheLeft, { layers: [[], [], [file(wheel, 5e6)]] }, 'fail', 3],
  ['uv cache of another user', pipCacheLeft, { layers: [[], [file('home/app/.cache/uv/x', 5)]] }, 'fail', 2],
  [
    'a different cache',
    pipCacheLeft,
    { layers: [[], [file('root/.cache/huggingface/x', 5), file('srv/xcache/pip/y', 5)]] },
    'pass',
  ],
  [
    'an index in a layer',
    apkCache,
    { layers: [[], [file('var/cache/apk/APKINDEX.066df28d.tar.gz', 9e5)]] },
    'fail',
    2,
  ],
  [
    'an index hidden by a later layer',
    apkCache,
    {
      layers: [
        [],
        [file('var/cache/apk/APKINDEX.066df28d.tar.gz', 9e5)],
        [file('var/cache/apk/.wh.APKINDEX.066df28d.tar.gz', 0)],
      ],
    },
    'fail',
    2,
  ],
  [
    'kept packages',
    apkCache,
    { layers: [[], [], [file('etc/apk/cache/git-2.45.2-r0.a1b2c3d4.apk', 9e5)]] },
    'fail',
    3,
  ],
  [
    'the database of apk',
    apkCache,
    { layers: [[], [file('lib/apk/db/installed', 9e4), file('var/cache/misc/x', 5)]] },
    'pass',
  ],
  [
    'the text looks wrong, but the image is right',
    apkCache,
    { dockerfile: 'FROM a:1\nRUN apk add git', layers: [[], []] },
    'pass',
  ],
  [
    'the text looks right, but the image is wrong',
    apkCache,
    { dockerfile: 'FROM a:1\nRUN ./setup', layers: [[], [file('var/cache/apk/APKINDEX.1.tar.gz', 9e5)]] },
    'fail',
    2,
  ],
  ['no image', apkCache, {}, 'skipped'],
  [
    'lists of dnf',
    rpmCache,
    { layers: [[], [file('var/cache/dnf/fedora-1/repodata/x-primary.xml.gz', 2e7)]] },
    'fail',
    2,
  ],
  [
    'lists of dnf 5, hidden',
    rpmCache,
    {
      layers: [
        [],
        [file('var/cache/libdnf5/fedora-1/solv/x.solv', 2e7)],
        [file('var/cache/libdnf5/.wh..wh..opq', 0)],
      ],
    },
    'fail',
    2,
  ],
  ['lists of zypper', rpmCache, { layers: [[], [], [file('var/cache/zypp/solv/x/solv', 2e6)]] }, 'fail', 3],
  ['lists of the base', rpmCache, { layers: [[file('var/cache/yum/x', 9)], []] }, 'pass'],
  [
    'the database of rpm',
    rpmCache,
    {
      dockerfile: 'FROM a:1\nRUN dnf install -y git',
      layers: [[], [file('usr/lib/sysimage/rpm/rpmdb.sqlite', 9e6), file('var/cache/dnf-x', 5)]],
    },
    'pass',
  ],
  ['no image', rpmCache, {}, 'skipped'],
  [
    'an archive of conda',
    condaCacheLeft,
    { layers: [[], [file('opt/conda/pkgs/numpy-1.26.4-py311.conda', 8e6)]] },
    'fail',
    2,
  ],
  [
    'lists of a channel',
    condaCacheLeft,
    { layers: [[], [], [file('opt/conda/pkgs/cache/09cdf8bf.json', 8e6)]] },
    'fail',
    3,
  ],
  [
    'unpacked packages, which are hard links',
    condaCacheLeft,
    {
      dockerfile: 'FROM a:1\nRUN conda install -y numpy',
      layers: [[], [file('opt/conda/pkgs/numpy-1.26.4-py311/lib/x.so', 8e6), file('srv/pkgs.conda', 5)]],
    },
    'pass',
  ],
  ['no image', condaCacheLeft, {}, 'skipped'],
  [
    "npm's cache",
    nodeCacheLeft,
    { layers: [[], [file('root/.npm/_cacache/content-v2/sha512/a/b', 8e6)]] },
    'fail',
    2,
  ],
  [
    "yarn's cache",
    nodeCacheLeft,
    { layers: [[], [], [file('usr/local/share/.cache/yarn/v6/npm-sax-1/x', 8e6)]] },
    'fail',
    3,
  ],
  [
    'installed modules',
    nodeCacheLeft,
    {
      dockerfile: 'FROM a:1\nRUN npm ci',
      layers: [
        [],
        [file('srv/node_modules/sax/sax.js', 5e5), file('root/.npmrc', 9), file('srv/x.npm/_cacache', 5)],
      ],
    },
    'pass',
  ],
  ['no image', nodeCacheLeft, {}, 'skipped'],
  [
    'a compiler',
    toolchainInFinal,
    { layers: [[], [], [file('usr/bin/x86_64-linux-gnu-gcc-12', 1e6)]] },
    'fail',
    3,
  ],
  [
    'a compiler removed again',
    toolchainInFinal,
    { layers: [[], [file('usr/bin/gcc-12', 1e6)], [file('usr/bin/.wh.gcc-12', 0)]] },
    'pass',
  ],
  ['a compiler of the base', toolchainInFinal, { layers: [[file('usr/bin/gcc-12', 1e6)], []] }, 'pass'],
  [
    'its runtime library',
    toolchainInFinal,
    { layers: [[], [file('usr/lib/x86_64-linux-gnu/libgomp.so.1', 1e6), file('usr/share/doc/gcc-12', 1)]] },
    'pass',
  ],
  ['root measured, regardless of the image', rootUser, { config: { user: 'app' }, uid: 0 }, 'fail'],
  [
    'not root measured, regardless of the text',
    rootUser,
    { dockerfile: 'FROM a:1', config: {}, uid: 1000 },
    'pass',
  ],
  ['no run, the image sets root', rootUser, { config: { user: '0:0' } }, 'fail'],
  ['no run, the image sets nothing', rootUser, { config: { user: '' } }, 'fail'],
  ['no run, the image sets a user', rootUser, { config: { user: '10001:0' } }, 'pass'],
  ['neither', rootUser, { dockerfile: 'FROM a:1\nUSER app' }, 'skipped'],
  ['secret in ENV', secretArgEnv, { config: { env: ['PATH=/', 'HF_TOKEN=hf_x'] } }, 'fail'],
  [
    'secret in a build argument',
    secretArgEnv,
    { config: secretHistory('RUN |2 A=1 NPM_TOKEN=x /bin/sh -c y # buildkit') },
    'fail',
  ],
  ['secret in an ARG entry', secretArgEnv, { config: secretHistory('ARG NPM_TOKEN') }, 'fail'],
  [
    'the command of a RUN is not an argument',
    secretArgEnv,
    { config: secretHistory('RUN |1 A=1 /bin/sh -c NPM_TOKEN=x npm ci') },
    'pass',
  ],
  [
    'only in a build stage',
    secretArgEnv,
    { dockerfile: 'FROM a:1 AS b\nARG NPM_TOKEN\nFROM a:1', config: {} },
    'warn',
    2,
  ],
  [
    'an ignore comment earns no points',
    secretArgEnv,
    { dockerfile: 'FROM a:1 AS b\n# dfm ignore=secret-arg-env x\nARG NPM_TOKEN\nFROM a:1', config: {} },
    'warn',
    3,
  ],
  [
    'a base with many public keys',
    secretArgEnv,
    { config: { env: ['GPG_KEY=A035', 'PYTHON_VERSION=3.11'] } },
    'pass',
  ],
  ['shell form', shellFormCmd, { config: shell('/bin/sh', '-c', 'python app.py') }, 'fail'],
  [
    'a different shell with options',
    shellFormCmd,
    { config: shell('/bin/bash', '-o', 'pipefail', '-c', 'python app.py') },
    'fail',
  ],
  [
    'the entry point decides',
    shellFormCmd,
    { config: { entrypoint: ['/bin/sh', '-c', 'x'], cmd: ['y'] } },
    'fail',
  ],
  ['nothing to start', shellFormCmd, { config: { cmd: null } }, 'fail'],
  ['exec', shellFormCmd, { config: shell('/bin/sh', '-c', 'exec python app.py') }, 'pass'],
  ['exec form', shellFormCmd, { config: shell('python', '-c', 'x') }, 'pass'],
  ['an entry script', shellFormCmd, { config: shell('/bin/sh', '/entry.sh') }, 'pass'],
  ['no health check', healthcheck, { config: {} }, 'fail'],
  ['NONE', healthcheck, { config: { healthcheck: ['NONE'] } }, 'fail'],
  ['a health check', healthcheck, { config: { healthcheck: ['CMD', 'x'] } }, 'pass'],
  ['no tag', baseTag, { dockerfile: 'FROM python' }, 'fail', 1],
  [
    'a tag that does not name the release',
    baseTag,
    { dockerfile: 'FROM python:3.11-slim', options: { mustName: ['bookworm'] } },
    'fail',
    1,
  ],
  [
    'near miss: a tag with the same beginning',
    baseTag,
    { dockerfile: 'FROM python:3.11-slim-bookworms', options: { mustName: ['bookworm'] } },
    'fail',
    1,
  ],
  [
    'near miss: a tag with the release',
    baseTag,
    {
      dockerfile: 'FROM python:3.11-slim-bookworm AS a\nFROM a',
      options: { mustName: ['bookworm', '3.11'] },
    },
    'pass',
  ],
  [
    'a digest pins everything',
    baseTag,
    { dockerfile: 'FROM python@sha256:' + '0'.repeat(64), options: { mustName: ['bookworm'] } },
    'pass',
  ],
  ['no tag, silenced', baseTag, { dockerfile: '# dfm ignore=base-tag x\nFROM python' }, 'fail', 2],
  ['a tag', baseTag, {}, 'pass'],
  ['copied first', copyAllBeforeDeps, { dockerfile: 'FROM a:1\nCOPY . .\nRUN pip install x' }, 'fail', 2],
  ['copied last', copyAllBeforeDeps, { dockerfile: 'FROM a:1\nRUN pip install x\nCOPY . .' }, 'pass'],
  ['more layers than the limit', layerCount, { layers: [[], [], [], []], options: { maxLayers: 2 } }, 'fail'],
  ['as many layers as the limit', layerCount, { layers: [[], [], []], options: { maxLayers: 2 } }, 'pass'],
  [
    'the layers of the base are not counted',
    layerCount,
    { layers: [[], []], options: { maxLayers: 1 } },
    'pass',
  ],
  [
    'short steps and few layers',
    layerCount,
    { dockerfile: 'FROM a:1\nRUN b\nRUN c', layers: [[], [], []] },
    'pass',
  ],
  [
    'no short steps, but many layers',
    layerCount,
    { dockerfile: 'FROM a:1\nRUN b && c', layers: [[], ...Array.from({ length: 65 }, () => [])] },
    'fail',
  ],
  ['layers without an image', layerCount, {}, 'skipped'],
  ['no .dockerignore', dockerignoreMissing, { dockerfile: 'FROM a:1\nCOPY . .' }, 'fail', 2],
  [
    'a .dockerignore',
    dockerignoreMissing,
    { dockerfile: 'FROM a:1\nCOPY . .', context: { dockerignore: '.git' } },
    'pass',
  ],
  [
    'over the default limit',
    contextTooLarge,
    { context: { files: [{ path: 'data/a', bytes: 21e6 }] } },
    'fail',
  ],
  [
    'under the limit of the exercise',
    contextTooLarge,
    { context: { files: [{ path: 'data/a', bytes: 21e6 }] }, options: { maxMb: 30 } },
    'pass',
  ],
  [
    'over the limit of the exercise',
    contextTooLarge,
    { context: { files: [{ path: 'data/a', bytes: 2e6 }] }, options: { maxMb: 1 } },
    'fail',
  ],
];

describe('decided by measurements', () => {
  test.each(rows.map((row) => [`${row[1].meta.id}: ${row[0]}`, row] as const))(
    '%s',
    (_, [, check, given, status, line]) => {
      const verdict = measured(check, given);
      expect([verdict.status, verdict.line]).toEqual([status, line]);
      expect(verdict.message).toMatch(/\.$/u);
    },
  );

  test('a user that was not measured has the reason', () => {
    const reasonOf = (given: Given) => measured(rootUser, { config: { user: 'app' }, ...given });
    expect(reasonOf({}).message).toContain('was not run');
    expect(reasonOf({ uid: undefined }).message).toContain('ended before');
  });

  test('bytes are evidence', () => {
    expect(measured(aptListsLeft, { layers: [[], [file(lists, 9e6)]] }).evidence?.[0]).toEqual({
      label: 'Left in layers',
      value: 9e6,
      unit: 'bytes',
      wanted: 0,
    });
    expect(
      measured(contextTooLarge, {
        context: {
          files: [
            { path: 'data/a', bytes: 21e6 },
            { path: 'data/b', bytes: 1e6 },
          ],
        },
      }).message,
    ).toContain('data/ (22 MB)');
  });

  test('a limit that is not a number is a mistake by the author', () => {
    expect(() => measured(contextTooLarge, { options: { maxMb: 'many' } })).toThrow(/maxMb/u);
  });
});
