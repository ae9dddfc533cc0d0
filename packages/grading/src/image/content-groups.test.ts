import { expect, test } from 'vitest';
import { contentGroupOf, contentGroups } from './content-groups.ts';
import type { ContentGroup } from './content-groups.ts';

const site = 'usr/local/lib/python3.11/site-packages';

/** Paths of a group, and near misses with the group that they belong to instead. */
const table: Record<ContentGroup, { hits: string[]; nearMisses: Record<string, ContentGroup> }> = {
  'pip-cache': {
    hits: [
      'root/.cache/pip/http-v2/a/b',
      'home/app/.cache/uv/archive-v0/x/numpy/__init__.py',
      'root/.cache/pypoetry/artifacts/a.whl',
      'opt/conda/pkgs/numpy-2.0-py311/lib/x.so',
      'opt/miniforge3/pkgs/urls.txt',
      'root/.cache/pip/selfcheck/x.pyc',
    ],
    nearMisses: {
      'root/.cache/pipelines/model.bin': 'model-weights',
      'srv/cache/pip/x': 'other',
      [`${site}/pip/_internal/cache.py`]: 'python-packages',
      'srv/pkgs/a': 'other',
      'opt/conda/lib/libz.so': 'python-packages',
      'srv/miniconda4/pkgs/x': 'other',
    },
  },
  'node-cache': {
    hits: [
      'root/.npm/_cacache/content-v2/sha512/aa',
      'usr/local/share/.cache/yarn/v6/x',
      'root/.cache/yarn/v6/x',
      'root/.local/share/pnpm/store/v3/x',
      'srv/.yarn/cache/a.zip',
    ],
    nearMisses: { 'root/.npm/_logs/x.log': 'other', 'root/.npmrc': 'other', 'srv/yarn/cache/a': 'other' },
  },
  'apt-lists': {
    hits: [
      'var/lib/apt/lists/deb_dists_bookworm_InRelease',
      'var/lib/apt/lists/partial/x',
      'var/cache/apt/pkgcache.bin',
      'var/cache/apt/srcpkgcache.bin',
      'var/cache/apk/APKINDEX.00740ba1.tar.gz',
      'var/cache/dnf/fedora-1/repodata/primary.xml.gz',
    ],
    nearMisses: {
      'var/lib/apt/extended_states': 'system-packages',
      'srv/var/lib/apt/lists/x': 'other',
      'var/lib/aptitude/x': 'other',
      'etc/apt/sources.list': 'system-packages',
    },
  },
  'apt-archives': {
    hits: [
      'var/cache/apt/archives/curl_7.88_amd64.deb',
      'var/cache/apk/curl-8.apk',
      'etc/apk/cache/curl-8.apk',
      'var/cache/dnf/fedora-1/packages/a.rpm',
    ],
    nearMisses: {
      'srv/curl_7.88_amd64.deb': 'other',
      'var/cache/debconf/config.dat': 'system-packages',
      'var/cache/apt/other.bin': 'system-packages',
    },
  },
  'wheel-cuda': {
    hits: [
      `${site}/nvidia/cublas/lib/libcublasLt.so.12`,
      `${site}/nvidia/cu13/lib/libnvrtc.so.13`,
      'opt/venv/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn_engines_precompiled.so.9',
      `${site}/torch/lib/libtorch_cuda.so`,
      `${site}/torch/lib/libtorch_cuda_linalg.so`,
      `${site}/torch/lib/libc10_cuda.so`,
      `${site}/torch/lib/libcudart-9335f6a2.so.12`,
      `${site}/torch/lib/libnvToolsExt-847d78f2.so.1`,
      `${site}/tensorrt_cu12_libs/libnvinfer.so.10`,
      `${site}/cupy_backends.libs/libcurand.so.10`,
      'usr/lib/python3/dist-packages/torch/lib/libcaffe2_nvrtc.so',
    ],
    nearMisses: {
      [`${site}/torch/lib/libtorch_cpu.so`]: 'python-packages',
      [`${site}/torch/lib/libtorch_python.so`]: 'python-packages',
      [`${site}/torch/cuda/__init__.py`]: 'python-packages',
      [`${site}/nvidia/cuda_runtime/include/cuda.h`]: 'toolchain',
      [`${site}/nvidia/cublas/__init__.py`]: 'python-packages',
      [`${site}/nvidia_ml_py-13.dist-info/METADATA`]: 'python-packages',
      [`${site}/xgboost/lib/libxgboost.so`]: 'python-packages',
      [`${site}/libcudartist.so`]: 'python-packages',
    },
  },
  'cuda-toolkit': {
    hits: [
      'usr/local/cuda-12.4/bin/nvcc',
      'usr/local/cuda/lib64/libcublas_static.a',
      'usr/local/cuda-12.4/include/cuda.h',
      'usr/local/cuda-13.0/doc/a.txt',
      'usr/lib/x86_64-linux-gnu/libcudnn.so.9.1.0',
      'usr/lib/x86_64-linux-gnu/libnccl.so.2',
      'usr/lib/x86_64-linux-gnu/libnvinfer_plugin.so.10',
      'opt/nvidia/nsight-compute/x',
      'opt/conda/lib/libcudart.so.12',
    ],
    nearMisses: {
      'usr/local/cudaless/x': 'other',
      'usr/lib/x86_64-linux-gnu/libcuda.so.1': 'system-packages',
      'usr/lib/x86_64-linux-gnu/libcurl.so.4': 'system-packages',
      'srv/cuda-12.4/x': 'other',
    },
  },
  'node-modules': {
    hits: [
      'srv/node_modules/react/index.js',
      'usr/local/lib/node_modules/npm/docs/a.md',
      'srv/node_modules/a/data.csv',
      'srv/node_modules/@xenova/m/model.onnx',
    ],
    nearMisses: { 'srv/node_modules.txt': 'other', 'srv/old_node_modules/a': 'other' },
  },
  'tests-docs': {
    hits: [
      'usr/share/doc/curl/copyright',
      'usr/share/man/man1/curl.1.gz',
      'usr/share/locale/de/LC_MESSAGES/a.mo',
      'usr/local/share/man/man1/python3.1',
      'usr/local/man/man1/x',
      'usr/lib/locale/C.utf8/LC_CTYPE',
      `${site}/numpy/core/tests/test_a.py`,
      `${site}/flask/docs/index.rst`,
      'deps/site-packages/a/tests/b.py',
      `${site}/numpy/tests/__pycache__/a.cpython-311.pyc`,
      `${site}/pandas/tests/data/a.csv`,
      'usr/local/lib/python3.11/test/test_os.py',
      'usr/lib/python3.11/idlelib/help.html',
      'usr/local/lib/python3.11/unittest/test/a.py',
    ],
    nearMisses: {
      'srv/tests/test_a.py': 'other',
      [`${site}/testing/a.py`]: 'python-packages',
      [`${site}/pytest/__init__.py`]: 'python-packages',
      [`${site}/tests.py`]: 'python-packages',
      'usr/share/documents/a': 'system-packages',
      'usr/share/mime/x': 'system-packages',
      'usr/local/lib/python3.11/doctest.py': 'python-runtime',
    },
  },
  notebooks: {
    hits: ['srv/Train.ipynb', 'srv/.ipynb_checkpoints/Train-checkpoint.ipynb'],
    nearMisses: { 'srv/ipynb': 'other', 'srv/Train.ipynb.py': 'other' },
  },
  'model-weights': {
    hits: [
      'srv/model.safetensors',
      'models/llama.gguf',
      'srv/best.pt',
      'srv/net.pth',
      'srv/model.joblib',
      'srv/pipeline.pkl',
      'srv/pytorch_model-00001-of-00002.bin',
      'srv/model.h5',
      'srv/m.weights.h5',
      'srv/saved/saved_model.pb',
      'srv/saved/variables/variables.data-00000-of-00001',
      'root/.cache/huggingface/hub/models--bert--base/blobs/ab12',
      'hf/models--a--b/snapshots/x/config.json',
      'root/.cache/torch/hub/checkpoints/resnet',
      `${site}/faster_whisper/assets/silero_vad.onnx`,
    ],
    nearMisses: {
      [`${site}/distutils-precedence.pth`]: 'python-packages',
      [`${site}/pyramid/page.pt`]: 'python-packages',
      [`${site}/onnx/test/a.onnx`]: 'tests-docs',
      [`${site}/joblib/model.pkl`]: 'python-packages',
      'srv/model.py': 'other',
      'srv/firmware.bin': 'other',
      'srv/models/README.md': 'other',
      'usr/lib/x/a.pickle': 'system-packages',
    },
  },
  datasets: {
    hits: [
      'srv/data/train.csv',
      'data/x.parquet',
      'srv/a.jsonl.zst',
      'srv/x.npz',
      'srv/features.h5',
      'root/.cache/huggingface/datasets/imdb/x',
      'hf/datasets--a--b/blobs/x',
      'srv/data/images/cat.JPG',
      'srv/dataset/archive.tar',
      'usr/share/nltk_data/corpora/x.zip',
      'root/scikit_learn_data/x.pkz',
    ],
    nearMisses: {
      [`${site}/sklearn/datasets/data/iris.csv`]: 'python-packages',
      [`${site}/sklearn/datasets/images/china.jpg`]: 'python-packages',
      'usr/share/distro-info/debian.csv': 'system-packages',
      'srv/static/cat.jpg': 'other',
      'srv/data/load.py': 'other',
      'srv/csv': 'other',
      'srv/database/a.png': 'other',
    },
  },
  'byte-code': {
    hits: [
      'srv/__pycache__/a.cpython-311.pyc',
      `${site}/numpy/__pycache__/a.cpython-311.opt-1.pyc`,
      'usr/lib/python3.11/__pycache__/os.cpython-311.pyc',
      'srv/a.pyc',
    ],
    nearMisses: { 'srv/a.py': 'other', 'srv/a.pycharm': 'other', 'srv/pycache/a': 'other' },
  },
  toolchain: {
    hits: [
      'usr/lib/gcc/x86_64-linux-gnu/12/cc1plus',
      'usr/libexec/gcc/x86_64-linux-gnu/14/cc1',
      'usr/bin/x86_64-linux-gnu-gcc-12',
      'usr/bin/g++',
      'usr/bin/ld.bfd',
      'usr/bin/x86_64-linux-gnu-ld.gold',
      'usr/include/stdio.h',
      'usr/local/include/python3.11/Python.h',
      'usr/lib/x86_64-linux-gnu/libc.a',
      'usr/lib/x86_64-linux-gnu/crt1.o',
      'usr/lib/x86_64-linux-gnu/pkgconfig/zlib.pc',
      'usr/lib/llvm-14/lib/libclang.so',
      'root/.cargo/registry/x',
      'usr/local/go/bin/go',
      `${site}/torch/include/ATen/ATen.h`,
      'usr/bin/cmake',
      'usr/local/lib/libpython3.11.a',
    ],
    nearMisses: {
      'usr/bin/gccgo-notes': 'system-packages',
      'usr/bin/ldd': 'system-packages',
      'usr/bin/asciidoc': 'system-packages',
      'usr/lib/x86_64-linux-gnu/libstdc++.so.6': 'system-packages',
      'usr/lib/x86_64-linux-gnu/libgcc_s.so.1': 'system-packages',
      'srv/include/notes.txt': 'other',
      'srv/a.o': 'other',
      'usr/bin/make-ssl-cert': 'system-packages',
    },
  },
  'python-packages': {
    hits: [
      `${site}/numpy/core/_multiarray.so`,
      'opt/venv/lib/python3.12/site-packages/a.py',
      'usr/lib/python3/dist-packages/yaml/a.py',
      'opt/conda/lib/libmkl_core.so',
      'site-packages/a.py',
    ],
    nearMisses: {
      'srv/my-site-packages/a.py': 'other',
      'opt/venv/bin/uvicorn': 'other',
      'opt/condary/a': 'other',
    },
  },
  'python-runtime': {
    hits: [
      'usr/local/bin/python3.11',
      'usr/bin/python3',
      'opt/venv/bin/pip',
      'usr/local/lib/python3.11/os.py',
      'usr/local/lib/libpython3.11.so.1.0',
      'usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0',
      'root/.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu/lib/python3.12/os.py',
      'usr/share/python-wheels/pip.whl',
    ],
    nearMisses: {
      'usr/bin/python-argcomplete': 'system-packages',
      'srv/lib/python/a.py': 'other',
      'usr/lib/libpythonic.so': 'system-packages',
      'usr/bin/pipewire': 'system-packages',
    },
  },
  'system-packages': {
    hits: [
      'usr/bin/curl',
      'bin/sh',
      'lib/x86_64-linux-gnu/libc.so.6',
      'etc/passwd',
      'var/lib/dpkg/status',
      'lib/apk/db/installed',
      'usr/share/ca-certificates/a.crt',
      'var/log/dpkg.log',
    ],
    nearMisses: {
      'usr/local/bin/app': 'other',
      'srv/etc/passwd': 'other',
      'var/lib/app/state': 'other',
      library: 'other',
    },
  },
  other: { hits: ['srv/app.py', 'home/app/x', 'opt/app/run', 'app'], nearMisses: {} },
};

const rows = contentGroups.flatMap((group) => [
  ...table[group].hits.map((path) => [path, group] as const),
  ...Object.entries(table[group].nearMisses).map(([path, other]) => [path, other] as const),
]);

test.each(rows)('%s belongs to %s', (path, group) => expect(contentGroupOf(path)).toBe(group));

test('a path that consists only of folders with rules takes no longer than any other of its length, because each rule matches it once', () => {
  for (const folder of ['data/', 'include/', 'site-packages/', 'lib/python3/', 'models--'])
    expect(contentGroupOf(`${folder.repeat(100_000)}x`)).toBeDefined();
});

test('no near miss belongs to the group it misses, and every group except the last has two', () => {
  for (const group of contentGroups) expect(Object.values(table[group].nearMisses)).not.toContain(group);
  expect(contentGroups.filter((group) => Object.keys(table[group].nearMisses).length < 2)).toEqual(['other']);
});
