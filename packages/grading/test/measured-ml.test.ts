import type { RubricItem } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../src/check/options.ts';
import { checks } from '../src/checks/registry.ts';
import type {
  BuildTrace,
  ContainerObservation,
  GpuEvidence,
  ImageConfig,
  LayerEntry,
  RunEvidence,
  SecretHit,
} from '../src/evidence/evidence.ts';
import { replayLayers } from '../src/image/layer-replay.ts';
import { findingsOf } from '../src/static/read-static.ts';
import { file } from '../src/testing/layer-entry.ts';

interface Given {
  /** Installed Python packages with their versions. */
  packages?: [name: string, version: string][];
  dockerfile?: string;
  config?: Partial<ImageConfig>;
  /** Entries of each layer. The first layer belongs to the base. */
  layers?: LayerEntry[][];
  standIn?: boolean;
  trace?: Partial<BuildTrace['steps'][number]>[];
  context?: BuildContext['files'];
  run?: Partial<ContainerObservation>;
  gpu?: Partial<GpuEvidence>;
  secrets?: SecretHit[];
  options?: RubricItem['options'];
}

const started: ContainerObservation = {
  ready: true,
  readyMs: 1,
  uid: 1000,
  exitCode: undefined,
  oomKilled: false,
  probes: [],
  logTail: '',
};

function measured(
  id: string,
  {
    dockerfile: text = 'FROM a:1\nRUN b\nRUN c',
    config,
    layers,
    standIn = false,
    trace,
    context = [],
    run,
    gpu,
    secrets = [],
    packages = [],
    options = {},
  }: Given,
) {
  const check = checks.find((candidate) => candidate.meta.id === id)!;
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
          base: { reference: 'a:1', standIn },
          secrets,
          missingLibraries: [],
          inventory: {
            packages: packages.map(([name, version]) => ({
              type: 'pypi' as const,
              name,
              version,
              path: 'METADATA',
              layer: 1,
            })),
            notes: [],
            distribution: undefined,
          },
        };
  const observed = { ...started, ...run };
  const runs: RunEvidence = {
    normal: {
      ...observed,
      health: { declared: false, status: 'none', firstCheckMs: undefined, dueMs: undefined, lastOutput: '' },
      stop: undefined,
      peakResidentBytes: undefined,
    },
    hardened: observed,
  };
  const sent: BuildContext = { files: context, totalBytesBefore: 0, dockerignore: undefined };
  const steps = trace?.map((step, i) => ({
    digest: `${i}`,
    stage: 's',
    index: i + 1,
    count: trace.length,
    name: 'x',
    line: undefined,
    cached: false,
    ms: 1,
    error: undefined,
    ...step,
  }));
  return check.measure!({
    evidence: {
      dockerfile: text,
      context: sent,
      image,
      run: run === undefined ? undefined : runs,
      gpu:
        gpu === undefined
          ? undefined
          : {
              device: 'NVIDIA A10G',
              capability: '8.6',
              driver: '550.54.14',
              simulated: false,
              driverInside: { usable: true, error: undefined },
              framework: undefined,
              ...gpu,
            },
      cold: steps === undefined ? undefined : { build: 'cold', totalMs: 1, steps, layers: [] },
    },
    dockerfile,
    replay: image === undefined ? undefined : replayLayers(tars, 1),
    cache: undefined,
    layerLines: [undefined, 2, 3],
    scenarios: [],
    run: undefined,
    options: readOptions(check, options),
    findings: findingsOf(check, { dockerfile, context: sent }),
  });
}

const site = (path: string, bytes = 1) => file(`usr/local/lib/python3.11/site-packages/${path}`, bytes);
const folder = (path: string, uid: number, mode = 0o755): LayerEntry => ({
  path,
  type: 'dir',
  bytes: 0,
  mode,
  uid,
  gid: uid,
});
const installed = (...names: string[]) => names.map((name) => site(`${name}.dist-info/METADATA`));
const toolkit = (version: string) => [
  file(`usr/local/cuda-${version}/targets/x86_64-linux/lib/libcudart.so.${version}`, 7e5),
];
const devel = 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN b\nRUN c';
const torch = (cudaAvailable: boolean, archList: string[], error?: string) => ({
  framework: { name: 'torch', version: '2.5.1', cuda: '12.4', cudaAvailable, archList, error },
});
const xgboost = (version: string, bytes: number) => [
  ...installed(`xgboost-${version}`),
  site('xgboost/lib/libxgboost.so', bytes),
];
const cpuBuild = {
  framework: { ...torch(false, []).framework, name: 'XGBoost', version: '3.0.5', cuda: undefined },
};
const broken = {
  framework: {
    ...torch(false, [], 'No module named numpy').framework,
    version: undefined,
    cuda: undefined,
  },
};
const hidden = { driverInside: { usable: false, error: 'cuInit: CUDA_ERROR_NO_DEVICE' } };
const torchOn = (base: string, build: string) =>
  `FROM nvidia/cuda:${base}-base-ubuntu22.04\nRUN pip install torch==2.5.1 --index-url https://wheels.example.org/whl/${build}`;

type Row = [name: string, given: Given, status: string, line?: number];
const rows: Record<string, Row[]> = {
  'devel-in-final': [
    [
      'a compiler of the base',
      {
        dockerfile: devel,
        layers: [
          [
            file('usr/local/cuda-12.4/bin/nvcc', 2e7),
            file('usr/local/cuda-12.4/targets/x86_64-linux/lib/libcublas_static.a', 1e8),
          ],
        ],
      },
      'fail',
      1,
    ],
    [
      'a compiler added by a COPY, on a base that looks right',
      { layers: [[], [file('usr/local/cuda-12.4/bin/ptxas', 2e7)]] },
      'fail',
      2,
    ],
    [
      'a compiler deleted too late',
      {
        layers: [
          [],
          [file('usr/local/cuda-12.4/bin/nvcc', 2e7)],
          [file('usr/local/cuda-12.4/bin/.wh.nvcc', 0)],
        ],
      },
      'fail',
      2,
    ],
    [
      'the tag contains devel, but there is no compiler',
      { dockerfile: devel, layers: [[file('usr/local/cuda-12.4/lib64/libcudart.so.12', 1)]] },
      'pass',
    ],
    ['headers without a compiler', { layers: [[file('usr/local/cuda-12.4/include/cuda.h', 1)], []] }, 'pass'],
    ['a stand-in for the base', { dockerfile: devel, layers: [[]], standIn: true }, 'skipped'],
    ['no image', { dockerfile: devel }, 'skipped'],
  ],
  'torch-cu-vs-base': [
    ['a different major version', { layers: [toolkit('11.8'), installed('torch-2.5.1+cu124')] }, 'fail', 2],
    [
      'by its runtime package',
      { layers: [toolkit('12.4'), [], installed('torch-2.11.0', 'nvidia_cuda_runtime-13.0.96')] },
      'fail',
      3,
    ],
    ['a different minor version', { layers: [toolkit('12.1'), installed('torch-2.5.1+cu124')] }, 'pass'],
    [
      'both toolkits',
      { layers: [[...toolkit('11.8'), ...toolkit('12.4')], installed('torch-2.5.1+cu124')] },
      'pass',
    ],
    ['no toolkit', { layers: [[], installed('torch-2.5.1+cu118')] }, 'pass'],
    ['the CPU build', { layers: [toolkit('11.8'), installed('torch-2.5.1+cpu')] }, 'pass'],
    [
      'the text looks wrong, but the framework is not in the image',
      { dockerfile: torchOn('11.8.0', 'cu124'), layers: [toolkit('11.8'), []] },
      'pass',
    ],
    [
      'the text looks right, but the image is wrong',
      { dockerfile: torchOn('12.4.1', 'cu124'), layers: [toolkit('12.4'), installed('torch-2.5.1+cu118')] },
      'fail',
      2,
    ],
    ['no image', { dockerfile: torchOn('11.8.0', 'cu124') }, 'skipped'],
  ],
  'cuda-wheel-on-cpu': [
    ['nvidia packages', { layers: [[], [site('nvidia/cublas/lib/libcublas.so.12', 4e8)]] }, 'fail', 2],
    [
      'deleted too late',
      { layers: [[], [site('nvidia/cublas/lib/libcublas.so.12', 4e8)], [site('.wh.nvidia', 0)]] },
      'fail',
      2,
    ],
    ['those of the base', { layers: [[site('nvidia/cublas/lib/libcublas.so.12', 4e8)], []] }, 'pass'],
    ['a stub', { layers: [[], [site('torch/lib/libtorch_cpu.so', 4e8), site('triton/x.py', 1)]] }, 'pass'],
    [
      'a GPU is requested',
      {
        dockerfile: 'FROM a:1\nENV NVIDIA_VISIBLE_DEVICES=all\nRUN pip install torch',
        layers: [[], [site('nvidia/cublas/lib/libcublas.so.12', 4e8)]],
      },
      'pass',
    ],
    [
      'the text looks wrong, but the image is right',
      { dockerfile: 'FROM python:3.11\nRUN pip install torch', layers: [[], installed('torch-2.5.1+cpu')] },
      'pass',
    ],
    ['no image', {}, 'skipped'],
  ],
  'driver-in-image': [
    [
      'the library of the driver',
      { layers: [[], [file('usr/lib/x86_64-linux-gnu/libcuda.so.550.54.14', 3e7)]] },
      'fail',
      2,
    ],
    [
      'copied from a stage, hidden later',
      { layers: [[], [file('usr/bin/nvidia-smi', 1e6)], [file('usr/bin/.wh.nvidia-smi', 0)]] },
      'fail',
      2,
    ],
    ['near miss: a script of that name', { layers: [[], [file('app/nvidia-smi', 498)]] }, 'pass'],
    ['of the base', { layers: [[file('usr/lib/x86_64-linux-gnu/libcuda.so.550.54.14', 3e7)], []] }, 'pass'],
    [
      'a stub',
      {
        layers: [
          [],
          [
            file('usr/local/cuda-12.4/targets/x86_64-linux/lib/stubs/libcuda.so', 6e4),
            file('usr/local/cuda-12.4/compat/libcuda.so.550.54.14', 3e7),
          ],
        ],
      },
      'pass',
    ],
    [
      'the text looks wrong, but no file was added',
      { dockerfile: 'FROM a:1\nRUN apt-get install -y nvidia-driver-550', layers: [[], []] },
      'pass',
    ],
    ['no image', { dockerfile: 'FROM a:1\nRUN apt-get install -y nvidia-driver-550' }, 'skipped'],
  ],
  'needs-devel': [
    [
      'the step fails',
      {
        dockerfile: 'FROM python:3.11\nRUN pip install flash-attn',
        trace: [{ line: 2, error: 'exit code: 1' }],
      },
      'fail',
      2,
    ],
    [
      'the text looks wrong, but the step succeeded',
      { dockerfile: 'FROM python:3.11\nRUN pip install flash-attn', trace: [{ line: 2, ms: 4000 }] },
      'pass',
    ],
    [
      'a different step fails',
      {
        dockerfile: 'FROM python:3.11\nRUN pip install flash-attn\nRUN false',
        trace: [{ line: 2 }, { line: 3, error: 'exit code: 1' }],
      },
      'pass',
    ],
    ['nothing is compiled', { trace: [{ line: 2 }] }, 'pass'],
    ['no trace', { dockerfile: 'FROM python:3.11\nRUN pip install flash-attn' }, 'skipped'],
  ],
  'deprecated-ml-pkg': [
    ['in the image', { layers: [[], installed('tensorflow_gpu-2.10.0')] }, 'fail', 2],
    ['in the base', { layers: [installed('tensorflow_gpu-2.10.0'), []] }, 'pass'],
    [
      'the text looks wrong, but the image is right',
      { dockerfile: 'FROM a:1 AS b\nRUN pip install sklearn\nFROM a:1', layers: [[], []] },
      'pass',
    ],
    ['a name with the same beginning', { layers: [[], installed('sklearn_crfsuite-0.5.0')] }, 'pass'],
    ['no image', {}, 'skipped'],
  ],
  'driver-floor': [
    [
      'the driver is older than the minimum',
      { layers: [[], installed('torch-2.5.1+cu124')], gpu: { driver: '470.82.01' } },
      'fail',
    ],
    [
      'the driver is older than the toolkit, but above the minimum',
      { layers: [[], installed('torch-2.8.0+cu128')], gpu: { driver: '535.54.03' } },
      'pass',
    ],
    ['exactly the minimum', { layers: [toolkit('12.4'), []], gpu: { driver: '525.60.13' } }, 'pass'],
    [
      'a driver that the exercise names is too old, without a GPU',
      { layers: [[], installed('torch-2.11.0+cu130')], options: { driver: '570.124.06' } },
      'fail',
    ],
    [
      'a driver that the exercise names is new enough, without a GPU',
      { layers: [[], installed('torch-2.11.0+cu126')], options: { driver: '570.124.06' } },
      'pass',
    ],
    [
      'the driver that the exercise names decides, not the one of the node',
      {
        layers: [[], installed('torch-2.11.0+cu130')],
        options: { driver: '570.124.06' },
        gpu: { driver: '580.65.06' },
      },
      'fail',
    ],
    ['just below the minimum', { layers: [toolkit('12.4'), []], gpu: { driver: '525.60.12' } }, 'fail'],
    [
      'with the compat package',
      {
        layers: [[...toolkit('13.0'), file('usr/local/cuda-13.0/compat/libcuda.so.580.65.06', 3e7)], []],
        gpu: { driver: '550.54.14' },
      },
      'warn',
    ],
    [
      'the wheel decides, not the toolkit',
      { layers: [toolkit('13.0'), installed('torch-2.5.1+cu124')], gpu: { driver: '550.54.14' } },
      'pass',
    ],
    [
      'XGBoost with CUDA',
      { layers: [[], xgboost('3.0.5', 183e6)], options: { driver: '470.82.01' } },
      'fail',
    ],
    [
      'XGBoost for an older glibc, which has no CUDA',
      { layers: [[], xgboost('3.0.5', 15e6)], options: { driver: '470.82.01' } },
      'pass',
    ],
    ['no CUDA', { layers: [[], installed('numpy-2.0.0')], gpu: {} }, 'pass'],
    ['a CUDA version that is not in the table', { layers: [toolkit('9.2'), []], gpu: {} }, 'skipped'],
    ['no node with a GPU', { layers: [toolkit('12.4'), []] }, 'skipped'],
    ['no image', { gpu: {} }, 'skipped'],
  ],
  'cuda-usable': [
    ['it detects the GPU', { gpu: torch(true, []) }, 'pass'],
    ['it does not', { gpu: torch(false, [], 'libcudart.so.12: cannot open shared object file') }, 'fail'],
    ['a build for the CPU', { gpu: cpuBuild }, 'fail'],
    ['a framework that cannot be loaded', { gpu: broken }, 'fail'],
    ['no program in the container reaches the GPU', { gpu: { ...torch(false, []), ...hidden } }, 'fail'],
    ['a simulated GPU, which it cannot use', { gpu: { ...torch(false, []), simulated: true } }, 'skipped'],
    ['a build for the CPU, and a simulated GPU', { gpu: { ...cpuBuild, simulated: true } }, 'fail'],
    [
      'no program in the container reaches the simulated GPU',
      { gpu: { ...torch(false, []), ...hidden, simulated: true } },
      'fail',
    ],
    ['no framework to query', { gpu: {} }, 'skipped'],
    ['no GPU', {}, 'skipped'],
  ],
  'gpu-arch': [
    ['code for the major version', { gpu: torch(true, ['sm_80', 'sm_90']) }, 'pass'],
    ['none', { gpu: torch(true, ['sm_50', 'sm_75', 'sm_90']) }, 'fail'],
    [
      'no code for a GPU that the exercise names',
      { gpu: torch(true, ['sm_80']), options: { gpus: ['T4'] } },
      'fail',
    ],
    [
      'code for all GPUs that the exercise names',
      { gpu: torch(true, ['sm_75', 'sm_80', 'sm_90']), options: { gpus: ['T4', 'H100'] } },
      'pass',
    ],
    ['it does not report them', { gpu: torch(true, []) }, 'skipped'],
    [
      'a simulated GPU does not count, but those that the exercise names do',
      { gpu: { ...torch(false, ['sm_75']), simulated: true }, options: { gpus: ['T4'] } },
      'pass',
    ],
    ['a simulated GPU, and no others', { gpu: { ...torch(false, ['sm_75']), simulated: true } }, 'skipped'],
    ['no GPU', { options: { gpus: ['T4'] } }, 'skipped'],
  ],
  'double-cuda': [
    [
      'both',
      {
        layers: [
          [file('usr/local/cuda-12.4/targets/x86_64-linux/lib/libcublas.so.12.4.5.8', 1e8)],
          [site('nvidia/cublas/lib/libcublas.so.12', 1e8)],
        ],
      },
      'fail',
      2,
    ],
    [
      'bundled in torch, and cuDNN from apt',
      {
        layers: [
          [],
          [file('usr/lib/x86_64-linux-gnu/libcudnn.so.9.1.0', 1e8)],
          [site('torch/lib/libcudnn.so.9', 1e8), site('torch/lib/libcublas-3b81d170.so.12', 1)],
        ],
      },
      'fail',
      2,
    ],
    [
      'only the runtime library, as in a -base tag',
      { layers: [toolkit('12.4'), [site('nvidia/cuda_runtime/lib/libcudart.so.12', 7e5)]] },
      'pass',
    ],
    [
      'other libraries',
      {
        layers: [
          [file('usr/local/cuda-12.4/lib64/libnpp.so.12', 1e8)],
          [site('nvidia/cublas/lib/libcublas.so.12', 1e8)],
        ],
      },
      'pass',
    ],
    ['only the system', { layers: [[file('usr/local/cuda-12.4/lib64/libcublas.so.12', 1e8)], []] }, 'pass'],
    ['only the wheels', { layers: [[], [site('nvidia/cublas/lib/libcublas.so.12', 1e8)]] }, 'pass'],
    [
      'a stub',
      {
        layers: [
          [file('usr/local/cuda-12.4/lib64/stubs/libcublas.so', 1e8)],
          [site('nvidia/cublas/lib/libcublas.so.12', 1e8)],
        ],
      },
      'pass',
    ],
    ['no image', {}, 'skipped'],
  ],
  'nvidia-env': [
    ['no compute', { config: { env: ['NVIDIA_DRIVER_CAPABILITIES=graphics'] } }, 'fail'],
    [
      'no devices, from the base',
      { dockerfile: 'FROM a:1', config: { env: ['NVIDIA_VISIBLE_DEVICES=none'] } },
      'fail',
    ],
    ['CUDA without either', { config: { env: [] }, layers: [[], installed('torch-2.5.1+cu124')] }, 'warn'],
    [
      'CUDA with both',
      {
        config: { env: ['NVIDIA_VISIBLE_DEVICES=all', 'NVIDIA_DRIVER_CAPABILITIES=compute,utility'] },
        layers: [[], installed('torch-2.5.1+cu124')],
      },
      'pass',
    ],
    [
      'the text looks wrong, but the image is right',
      {
        dockerfile: 'FROM a:1\nENV NVIDIA_VISIBLE_DEVICES=none',
        config: { env: ['NVIDIA_VISIBLE_DEVICES=all'] },
      },
      'pass',
    ],
    ['a CPU image', { config: { env: [] } }, 'pass'],
    ['no image', { dockerfile: 'FROM a:1\nENV NVIDIA_VISIBLE_DEVICES=none' }, 'skipped'],
  ],
  'notebook-open': [
    [
      'an empty token',
      { config: { entrypoint: ['tini', '--'], cmd: ['jupyter', 'lab', '--ServerApp.token='] } },
      'fail',
    ],
    ['by a shell', { config: { cmd: ['/bin/sh', '-c', "jupyter lab --NotebookApp.token=''"] } }, 'fail'],
    [
      'the configuration of the base disables authentication',
      {
        dockerfile: 'FROM a:1',
        config: { cmd: ['jupyter', 'lab'] },
        run: {
          logTail:
            'WARNING | All authentication is disabled.  Anyone who can connect to this server will be able to run code.',
        },
      },
      'fail',
    ],
    [
      'the text disables authentication in a file that cannot be read in the image',
      {
        dockerfile: 'FROM a:1\nRUN echo "c.ServerApp.token = \'\'" >> c.py',
        config: { cmd: ['jupyter', 'lab'] },
      },
      'warn',
      2,
    ],
    [
      'a token is generated',
      { config: { cmd: ['jupyter', 'lab'] }, run: { logTail: 'http://127.0.0.1:8888/lab?token=abc' } },
      'pass',
    ],
    ['no notebook', { config: {} }, 'pass'],
    ['no image', { dockerfile: 'FROM a:1\nCMD jupyter lab --allow-root' }, 'skipped'],
  ],
  'ml-tokens': [
    [
      'in a layer',
      {
        config: {},
        layers: [[], [], []],
        secrets: [
          { rule: 'hugging-face-token', where: 'layer', layer: 2, path: 'root/.cache/huggingface/token' },
        ],
      },
      'fail',
      3,
    ],
    [
      'in the environment',
      { config: {}, secrets: [{ rule: 'wandb-api-key', where: 'env', name: 'WANDB_API_KEY' }] },
      'fail',
    ],
    [
      'of a different kind',
      { config: {}, secrets: [{ rule: 'aws-access-key-id', where: 'env', name: 'AWS_ACCESS_KEY_ID' }] },
      'pass',
    ],
    ['none', { config: {} }, 'pass'],
    ['no image', {}, 'skipped'],
  ],
  'dataset-shipped': [
    ['data in a layer', { layers: [[], [file('srv/data/train.csv', 4e7)]] }, 'fail', 2],
    [
      'deleted too late',
      { layers: [[], [file('srv/data/train.csv', 4e7)], [file('srv/data/.wh.train.csv', 0)]] },
      'fail',
      2,
    ],
    [
      'downloaded by a step without a hint in the text',
      { layers: [[], [], [file('tmp/imagenet/1.jpg', 2e7)]] },
      'fail',
      3,
    ],
    ['a sample', { layers: [[], [file('srv/data/sample.csv', 1e6)]] }, 'pass'],
    ['samples of a library', { layers: [[], [site('sklearn/datasets/data/digits.csv.gz', 4e7)]] }, 'pass'],
    [
      'allowed',
      { layers: [[], [file('srv/data/zones.csv', 4e7)]], options: { allow: ['/srv/data/zones.csv'] } },
      'pass',
    ],
    ['of the base', { layers: [[file('srv/data/train.csv', 4e7)], []] }, 'pass'],
    [
      'the text looks wrong, but a later build excludes it',
      {
        dockerfile: 'FROM a:1\nCOPY data /data',
        context: [{ path: 'data/a.csv', bytes: 4e7 }],
        layers: [[], []],
      },
      'pass',
    ],
    ['no image', {}, 'skipped'],
  ],
  'dataloader-shm': [
    [
      'a worker crashes',
      {
        run: {
          logTail:
            "RuntimeError: DataLoader worker (pid 41) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory.",
        },
      },
      'fail',
    ],
    [
      'shared memory is full',
      {
        run: {
          logTail:
            'ERROR: Unexpected bus error encountered in worker. This might be caused by insufficient shared memory (shm).',
        },
      },
      'fail',
    ],
    ['a different error', { run: { logTail: 'RuntimeError: CUDA out of memory' } }, 'pass'],
    ['not run', {}, 'skipped'],
  ],
  'threads-vs-quota': [
    [
      'four workers',
      { config: { cmd: ['gunicorn', '-w', '4', 'a:a'] }, layers: [[], installed('torch-2.5.1')] },
      'warn',
    ],
    [
      'entry point and command',
      {
        config: { entrypoint: ['gunicorn'], cmd: ['--workers=4', 'a:a'] },
        layers: [[], installed('numpy-2.1.0')],
      },
      'warn',
    ],
    [
      'limited by the base',
      {
        config: { cmd: ['gunicorn', '-w', '4', 'a:a'], env: ['OMP_NUM_THREADS=1'] },
        layers: [[], installed('torch-2.5.1')],
      },
      'pass',
    ],
    [
      'limited in the command',
      {
        config: { cmd: ['/bin/sh', '-c', 'OMP_NUM_THREADS=1 gunicorn -w 4 a:a'] },
        layers: [[], installed('torch-2.5.1')],
      },
      'pass',
    ],
    [
      'one worker',
      { config: { cmd: ['gunicorn', '-w', '1', 'a:a'] }, layers: [[], installed('torch-2.5.1')] },
      'pass',
    ],
    [
      'no multithreaded library',
      { config: { cmd: ['gunicorn', '-w', '4', 'a:a'] }, layers: [[], installed('flask-3.0.0')] },
      'pass',
    ],
    ['no image', {}, 'skipped'],
  ],
  'musl-wheels': [
    [
      'with its duration',
      {
        dockerfile: 'FROM python:3.11-alpine\nRUN pip install scikit-learn',
        trace: [{ line: 2, ms: 250_000 }],
      },
      'fail',
      2,
    ],
    ['the text alone', { dockerfile: 'FROM python:3.11-alpine\nRUN pip install scikit-learn' }, 'fail', 2],
    [
      'a wheel',
      { dockerfile: 'FROM python:3.11-alpine\nRUN pip install numpy', trace: [{ line: 2 }] },
      'pass',
    ],
  ],
  structure: [
    [
      'everything present',
      {
        config: {
          env: ['A=b'],
          labels: { v: '1' },
          user: '1000',
          workdir: '/srv',
          entrypoint: ['x'],
          history: [{ createdBy: 'EXPOSE [8000/tcp]', emptyLayer: true }],
        },
        layers: [[], [file('srv/app.py', 1)]],
        options: {
          files: ['/srv/app.py', '/srv'],
          absent: ['/srv/*.pem'],
          env: { A: 'b' },
          labels: { v: '1' },
          ports: ['8000'],
          user: '1000',
          workdir: '/srv',
          entrypoint: ['x'],
        },
      },
      'pass',
    ],
    ['a file is missing', { layers: [[], []], options: { files: ['/srv/app.py'] } }, 'fail'],
    [
      'a file that a later layer removed',
      {
        layers: [[], [file('srv/app.py', 1)], [file('srv/.wh.app.py', 0)]],
        options: { files: ['/srv/app.py'] },
      },
      'fail',
    ],
    [
      'a file that must not exist',
      { layers: [[], [file('srv/a.pem', 1)]], options: { absent: ['/srv/*.pem'] } },
      'fail',
    ],
    ['a different value', { config: { env: ['A=c'] }, options: { env: { A: 'b' } } }, 'fail'],
    [
      'the label of a build stage',
      { dockerfile: 'FROM a:1 AS b\nLABEL v=1\nFROM a:1', config: {}, options: { labels: { v: '1' } } },
      'fail',
    ],
    [
      'a port with a different protocol',
      {
        config: { history: [{ createdBy: 'EXPOSE map[8000/udp:{}]', emptyLayer: true }] },
        options: { ports: ['8000'] },
      },
      'fail',
    ],
    [
      'the port of the classic builder',
      {
        config: { history: [{ createdBy: '/bin/sh -c #(nop)  EXPOSE 8000-8002', emptyLayer: true }] },
        options: { ports: ['8001/tcp'] },
      },
      'pass',
    ],
    [
      'packages with the correct versions',
      {
        config: {},
        packages: [
          ['Scikit_Learn', '1.5.2'],
          ['numpy', '1.26.4'],
        ],
        options: { packages: { 'scikit-learn': '1.5.2' } },
      },
      'pass',
    ],
    [
      'a package with a different version',
      { config: {}, packages: [['numpy', '2.0.0']], options: { packages: { numpy: '1.26.4' } } },
      'fail',
    ],
    [
      'a package with two versions',
      {
        config: {},
        packages: [
          ['numpy', '1.26.4'],
          ['numpy', '2.0.0'],
        ],
        options: { packages: { numpy: '1.26.4' } },
      },
      'fail',
    ],
    [
      'a missing package',
      { config: {}, packages: [['numpy-stubs', '1.26.4']], options: { packages: { numpy: '1.26.4' } } },
      'fail',
    ],
    ['the command of the base', { config: { cmd: ['bash'] }, options: { cmd: ['serve'] } }, 'fail'],
    ['no requirements', { config: {} }, 'skipped'],
    ['no image', { options: { files: ['/x'] } }, 'skipped'],
  ],
  'hf-cache': [
    [
      'unset',
      { config: { env: [], user: '1000' }, layers: [[], installed('transformers-4.46.0')] },
      'warn',
      2,
    ],
    [
      'set, but not writable',
      {
        config: { env: ['HF_HOME=/models'], user: '1000' },
        layers: [[], [...installed('transformers-4.46.0'), folder('models', 0)]],
      },
      'fail',
      2,
    ],
    [
      'set, but missing',
      {
        config: { env: ['HF_HOME=/models'], user: '1000' },
        layers: [[], installed('huggingface_hub-0.26.0')],
      },
      'fail',
      2,
    ],
    [
      'set, and owned by the user',
      {
        config: { env: ['HF_HOME=/models'], user: '1000' },
        layers: [[], [...installed('transformers-4.46.0'), folder('models', 1000)]],
      },
      'pass',
    ],
    [
      'in a directory owned by the user',
      {
        config: { env: ['HF_HOME=/srv/cache/hf'], user: '1000' },
        layers: [[], [...installed('transformers-4.46.0'), folder('srv/', 0), folder('srv/cache/', 1000)]],
      },
      'pass',
    ],
    [
      'owner changed by a later layer',
      {
        config: { env: ['HF_HOME=/models'], user: '1000' },
        layers: [[], [...installed('transformers-4.46.0'), folder('models', 1000)], [folder('models', 0)]],
      },
      'fail',
      2,
    ],
    [
      'writable for everyone',
      {
        config: { env: ['HF_HUB_CACHE=/tmp/hf'], user: '1000' },
        layers: [[folder('tmp', 0, 0o1777)], installed('transformers-4.46.0')],
      },
      'pass',
    ],
    [
      'the measured user decides',
      {
        config: { env: ['HF_HOME=/models'], user: 'app' },
        layers: [[], [...installed('transformers-4.46.0'), folder('models', 1000)]],
        run: { uid: 1001 },
      },
      'fail',
      2,
    ],
    [
      'nothing is downloaded',
      { config: { env: ['HF_HUB_OFFLINE=1'], user: '1000' }, layers: [[], installed('transformers-4.46.0')] },
      'pass',
    ],
    [
      'no Hugging Face library',
      { config: { env: [], user: '1000' }, layers: [[], installed('numpy-2.0.0')] },
      'pass',
    ],
    ['no image', {}, 'skipped'],
  ],
};

test.each<[user: string, message: string]>([
  ['', 'user 0 can write'],
  ['root', 'user 0 can write'],
  ['root:staff', 'user 0 can write'],
  ['0', 'user 0 can write'],
  ['0:0', 'user 0 can write'],
  ['1000:1000', 'user 1000 cannot write'],
  // Both are names, and a name has no number without a run.
  ['rootless', 'It is not known whether'],
  ['0day', 'It is not known whether'],
])('hf-cache: the configured user %j of an image that was not run', (user, message) => {
  const given = {
    config: { env: ['HF_HOME=/models'], user },
    layers: [[], [...installed('transformers-4.46.0'), folder('models', 0)]],
  };
  expect(measured('hf-cache', given).message).toContain(message);
});

test.each([
  [{ files: 'x' }, /files/u],
  [{ env: ['A'] }, /env/u],
  [{ labels: { a: 1 } }, /labels\.a/u],
  [{ user: 1000 }, /user/u],
])('a requirement with the wrong format is a mistake by the author: %j', (options, message) => {
  expect(() => measured('structure', { options })).toThrow(message);
});

test('a framework that cannot be loaded is not called a build for the CPU', () => {
  expect(measured('cuda-usable', { gpu: broken }).message).toBe(
    'torch in the image cannot be loaded: No module named numpy.',
  );
});

test('the evidence shows a simulated GPU, and the GPU memory that was used', () => {
  const labels = (gpu: Partial<GpuEvidence>) =>
    measured('cuda-usable', { gpu: { ...torch(true, ['sm_80']), ...gpu } }).evidence?.map(
      ({ label, value }) => `${label}: ${value}`,
    );
  expect(labels({ simulated: true })).toContain('Simulated: true');
  expect(labels({ peakMemoryBytes: 7 })).toEqual([
    'GPU: NVIDIA A10G',
    'torch: 2.5.1',
    'Built for: CUDA 12.4',
    'Uses the GPU: true',
    'Peak GPU memory: 7',
  ]);
  for (const id of ['gpu-arch', 'driver-floor']) {
    const { evidence } = measured(id, {
      layers: [toolkit('12.4'), []],
      gpu: { ...torch(true, ['sm_80']), simulated: true },
      options: id === 'gpu-arch' ? { gpus: ['A100'] } : {},
    });
    expect(evidence).toContainEqual({ label: 'Simulated', value: true, unit: 'text' });
  }
});

test('all requirements have the same weight', () => {
  expect(
    measured('structure', { config: {}, options: { env: { A: 'b' }, absent: ['/a', '/b', '/c'] } }).share,
  ).toBe(0.75);
  expect(measured('structure', { config: {}, options: { env: { A: 'b' } } }).message).toBe(
    'The image does not meet one requirement of the exercise: A is unset, expected b.',
  );
  expect(
    measured('structure', { config: {}, options: { env: { A: 'b', B: 'c' }, absent: ['/a'] } }).message,
  ).toBe(
    'The image does not meet 2 of 3 requirements of the exercise: A is unset, expected b and B is unset, expected c.',
  );
});

test('the advice for a file that must not exist is to exclude it', () => {
  const layers = [[], [file('srv/a.pem', 1)]];
  expect(measured('structure', { layers, options: { absent: ['/srv/*.pem'] } }).next).toMatch(
    /^Exclude files that must not be in the image/,
  );
  expect(
    measured('structure', { layers, options: { absent: ['/srv/*.pem'], files: ['/srv/app.py'] } }).next,
  ).toBeUndefined();
});

test('a step has a duration only if it ran', () => {
  const dockerfile = 'FROM python:3.11-alpine\nRUN pip install scikit-learn';
  expect(measured('musl-wheels', { dockerfile, trace: [{ line: 2, ms: 250_000 }] }).message).toContain(
    '4 min 10 s',
  );
  expect(measured('musl-wheels', { dockerfile, trace: [{ line: 2, ms: 1, cached: true }] }).evidence).toEqual(
    [],
  );
});

test('a GPU that is not in the table is a mistake by the author', () => {
  expect(() => measured('gpu-arch', { gpu: torch(true, ['sm_80']), options: { gpus: ['Banana'] } })).toThrow(
    /gpus/u,
  );
});

describe.each(Object.entries(rows))('%s, as measured', (id, cases) => {
  test.each(cases)('%s', (_, given, status, line) => {
    const verdict = measured(id, given);
    expect([verdict.status, verdict.line]).toEqual([status, line]);
    expect(verdict.message).toMatch(/\.$/u);
  });
});
