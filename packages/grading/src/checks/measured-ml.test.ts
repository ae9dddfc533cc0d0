import { describe, expect, test } from 'vitest';
import { checks } from '../check-registry.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { BuildTrace, ContainerObservation, ContextEvidence, ImageConfig, LayerEntry, RunEvidence } from '../evidence.ts';
import { replayLayers } from '../image/layer-replay.ts';
import { findingsOf } from '../static/check-static.ts';

interface Given {
  dockerfile?: string;
  config?: Partial<ImageConfig>;
  /** Entries of each layer; the first is the base's. */
  layers?: LayerEntry[][];
  standIn?: boolean;
  trace?: Partial<BuildTrace['steps'][number]>[];
  context?: ContextEvidence['files'];
  run?: Partial<ContainerObservation>;
  options?: Record<string, unknown>;
}

const started: ContainerObservation = { ready: true, readyMs: 1, uid: 1000, exitCode: undefined, oomKilled: false, probes: [], logTail: '' };

function measured(id: string, { dockerfile: text = 'FROM a:1\nRUN b\nRUN c', config, layers, standIn = false, trace, context = [], run, options = {} }: Given) {
  const check = checks.find((candidate) => candidate.meta.id === id)!;
  const dockerfile = parseDockerfile(text);
  const tars = (layers ?? []).map((entries, i) => ({ diffId: `${i}`, createdBy: '', entries }));
  const image =
    config === undefined && layers === undefined
      ? undefined
      : {
          config: { user: '', entrypoint: null, cmd: ['x'], env: [], labels: {}, healthcheck: null, workdir: '', history: [], diffIds: [], ...config },
          layers: tars,
          baseLayers: 1,
          base: { reference: 'a:1', standIn },
          secrets: [],
          missingLibraries: [],
        };
  const observed = { ...started, ...run };
  const runs: RunEvidence = { normal: { ...observed, health: { declared: false, status: 'none', ms: undefined, lastOutput: '' }, stop: undefined, peakResidentBytes: undefined }, hardened: observed };
  const sent: ContextEvidence = { files: context, totalBytesBefore: 0, dockerignore: undefined };
  const steps = trace?.map((step, i) => ({ digest: `${i}`, stage: 's', index: i + 1, count: trace.length, name: 'x', line: undefined, cached: false, ms: 1, error: undefined, ...step }));
  return check.measure!({
    evidence: { dockerfile: text, context: sent, image, run: run === undefined ? undefined : runs, cold: steps === undefined ? undefined : { build: 'cold', totalMs: 1, steps, layers: [] } },
    dockerfile,
    replay: image === undefined ? undefined : replayLayers(tars, 1),
    cache: undefined,
    layerLines: [undefined, 2, 3],
    scenarios: [],
    run: undefined,
    options,
    findings: findingsOf(check, { dockerfile, context: sent }),
  });
}

const file = (path: string, bytes: number): LayerEntry => ({ path, type: 'file', bytes, mode: 0o644, uid: 0, gid: 0, sha256: path });
const site = (path: string, bytes = 1) => file(`usr/local/lib/python3.11/site-packages/${path}`, bytes);
const installed = (...names: string[]) => names.map((name) => site(`${name}.dist-info/METADATA`));
const toolkit = (version: string) => [file(`usr/local/cuda-${version}/targets/x86_64-linux/lib/libcudart.so.${version}`, 7e5)];
const devel = 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN b\nRUN c';
const torchOn = (base: string, build: string) => `FROM nvidia/cuda:${base}-base-ubuntu22.04\nRUN pip install torch==2.5.1 --index-url https://wheels.example.org/whl/${build}`;

type Row = [name: string, given: Given, status: string, line?: number];
const rows: Record<string, Row[]> = {
  'devel-in-final': [
    ['a compiler of the base', { dockerfile: devel, layers: [[file('usr/local/cuda-12.4/bin/nvcc', 2e7), file('usr/local/cuda-12.4/targets/x86_64-linux/lib/libcublas_static.a', 1e8)]] }, 'fail', 1],
    ['a compiler that a COPY brings, on a base that looks right', { layers: [[], [file('usr/local/cuda-12.4/bin/ptxas', 2e7)]] }, 'fail', 2],
    ['a compiler deleted too late', { layers: [[], [file('usr/local/cuda-12.4/bin/nvcc', 2e7)], [file('usr/local/cuda-12.4/bin/.wh.nvcc', 0)]] }, 'fail', 2],
    ['the tag says devel, and there is no compiler', { dockerfile: devel, layers: [[file('usr/local/cuda-12.4/lib64/libcudart.so.12', 1)]] }, 'pass'],
    ['headers without a compiler', { layers: [[file('usr/local/cuda-12.4/include/cuda.h', 1)], []] }, 'pass'],
    ['a stand-in for the base', { dockerfile: devel, layers: [[]], standIn: true }, 'skipped'],
    ['no image', { dockerfile: devel }, 'skipped'],
  ],
  'torch-cu-vs-base': [
    ['another major', { layers: [toolkit('11.8'), installed('torch-2.5.1+cu124')] }, 'fail', 2],
    ['by its runtime package', { layers: [toolkit('12.4'), [], installed('torch-2.11.0', 'nvidia_cuda_runtime-13.0.96')] }, 'fail', 3],
    ['another minor', { layers: [toolkit('12.1'), installed('torch-2.5.1+cu124')] }, 'pass'],
    ['a toolkit of each', { layers: [[...toolkit('11.8'), ...toolkit('12.4')], installed('torch-2.5.1+cu124')] }, 'pass'],
    ['no toolkit', { layers: [[], installed('torch-2.5.1+cu118')] }, 'pass'],
    ['the CPU build', { layers: [toolkit('11.8'), installed('torch-2.5.1+cpu')] }, 'pass'],
    ['the text looks wrong, the framework is not shipped', { dockerfile: torchOn('11.8.0', 'cu124'), layers: [toolkit('11.8'), []] }, 'pass'],
    ['the text looks right, the image is not', { dockerfile: torchOn('12.4.1', 'cu124'), layers: [toolkit('12.4'), installed('torch-2.5.1+cu118')] }, 'fail', 2],
    ['no image', { dockerfile: torchOn('11.8.0', 'cu124') }, 'skipped'],
  ],
  'cuda-wheel-on-cpu': [
    ['nvidia packages', { layers: [[], [site('nvidia/cublas/lib/libcublas.so.12', 4e8)]] }, 'fail', 2],
    ['deleted too late', { layers: [[], [site('nvidia/cublas/lib/libcublas.so.12', 4e8)], [site('.wh.nvidia', 0)]] }, 'fail', 2],
    ['those of the base', { layers: [[site('nvidia/cublas/lib/libcublas.so.12', 4e8)], []] }, 'pass'],
    ['a stub', { layers: [[], [site('torch/lib/libtorch_cpu.so', 4e8), site('triton/x.py', 1)]] }, 'pass'],
    ['a GPU is asked for', { dockerfile: 'FROM a:1\nENV NVIDIA_VISIBLE_DEVICES=all\nRUN pip install torch', layers: [[], [site('nvidia/cublas/lib/libcublas.so.12', 4e8)]] }, 'pass'],
    ['the text looks wrong, the image is right', { dockerfile: 'FROM python:3.11\nRUN pip install torch', layers: [[], installed('torch-2.5.1+cpu')] }, 'pass'],
    ['no image', {}, 'skipped'],
  ],
  'driver-in-image': [
    ["the driver's library", { layers: [[], [file('usr/lib/x86_64-linux-gnu/libcuda.so.550.54.14', 3e7)]] }, 'fail', 2],
    ['copied from a stage, hidden later', { layers: [[], [file('usr/bin/nvidia-smi', 1e6)], [file('usr/bin/.wh.nvidia-smi', 0)]] }, 'fail', 2],
    ['of the base', { layers: [[file('usr/lib/x86_64-linux-gnu/libcuda.so.550.54.14', 3e7)], []] }, 'pass'],
    ['a stub', { layers: [[], [file('usr/local/cuda-12.4/targets/x86_64-linux/lib/stubs/libcuda.so', 6e4), file('usr/local/cuda-12.4/compat/libcuda.so.550.54.14', 3e7)]] }, 'pass'],
    ['the text looks wrong, no file came', { dockerfile: 'FROM a:1\nRUN apt-get install -y nvidia-driver-550', layers: [[], []] }, 'pass'],
    ['no image', { dockerfile: 'FROM a:1\nRUN apt-get install -y nvidia-driver-550' }, 'skipped'],
  ],
  'needs-devel': [
    ['the step fails', { dockerfile: 'FROM python:3.11\nRUN pip install flash-attn', trace: [{ line: 2, error: 'exit code: 1' }] }, 'fail', 2],
    ['the text looks wrong, the step went through', { dockerfile: 'FROM python:3.11\nRUN pip install flash-attn', trace: [{ line: 2, ms: 4000 }] }, 'pass'],
    ['another step fails', { dockerfile: 'FROM python:3.11\nRUN pip install flash-attn\nRUN false', trace: [{ line: 2 }, { line: 3, error: 'exit code: 1' }] }, 'pass'],
    ['nothing is compiled', { trace: [{ line: 2 }] }, 'pass'],
    ['no trace', { dockerfile: 'FROM python:3.11\nRUN pip install flash-attn' }, 'skipped'],
  ],
  'deprecated-ml-pkg': [
    ['in the image', { layers: [[], installed('tensorflow_gpu-2.10.0')] }, 'fail', 2],
    ['in the base', { layers: [installed('tensorflow_gpu-2.10.0'), []] }, 'pass'],
    ['the text looks wrong, the image is right', { dockerfile: 'FROM a:1 AS b\nRUN pip install sklearn\nFROM a:1', layers: [[], []] }, 'pass'],
    ['a name that begins alike', { layers: [[], installed('sklearn_crfsuite-0.5.0')] }, 'pass'],
    ['no image', {}, 'skipped'],
  ],
};

describe.each(Object.entries(rows))('%s, as measured', (id, cases) => {
  test.each(cases)('%s', (_, given, status, line) => {
    const verdict = measured(id, given);
    expect([verdict.status, verdict.line]).toEqual([status, line]);
    expect(verdict.message).toMatch(/\.$/u);
  });
});
