import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf, finalInstructions } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { pythonPackages } from '../../image/python-packages.ts';
import { serverWorkers } from './server-workers.ts';

export const threadsVsQuota: Check = {
  meta: {
    id: 'threads-vs-quota',
    title: 'One thread per host core in every worker',
    axis: 'runtime',
    topic: 'ml',
    severity: 'info',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'A server with several workers and a multithreaded library (numpy, torch, scikit-learn, onnxruntime …), but without OMP_NUM_THREADS or a similar variable. The actual number of threads is not measured.',
    why: 'Such libraries start one thread for each core they see, and they see the cores of the host, not the quota of the container. Four workers on a host with 64 cores start 256 threads for the two cores that --cpus=2 allows, and these threads slow each other down.',
    fix: 'Set ENV OMP_NUM_THREADS to the number of cores per worker: the quota divided by the number of workers, at least 1.',
    bad: 'RUN pip install --no-cache-dir torch==2.5.1 gunicorn==23.0.0\nCMD ["gunicorn", "--workers", "4", "app:app"]',
    good: 'RUN pip install --no-cache-dir torch==2.5.1 gunicorn==23.0.0\nENV OMP_NUM_THREADS=1\nCMD ["gunicorn", "--workers", "4", "app:app"]',
  },
  findings,
  measure,
};

const threaded: ReadonlySet<string> = new Set([
  'numpy',
  'scipy',
  'scikit-learn',
  'torch',
  'tensorflow',
  'tensorflow-cpu',
  'xgboost',
  'lightgbm',
  'catboost',
  'onnxruntime',
  'faiss-cpu',
  'numba',
  'jax',
  'sentence-transformers',
  'transformers',
  'statsmodels',
  'opencv-python-headless',
  'opencv-python',
]);
const limits =
  /^(?:OMP|MKL|OPENBLAS|NUMEXPR|GOTO|BLIS|NUMBA|ORT)_NUM_THREADS$|^OMP_THREAD_LIMIT$|^TF_NUM_INTRAOP_THREADS$/u;

function findings(input: BuildSource): StaticFinding[] {
  const { dockerfile } = input;
  const chain = finalInstructions(dockerfile);
  const set = chain.some(
    (instruction) =>
      instruction.keyword === 'ENV' &&
      assignmentsOf(instruction, dockerfile.escape).some(({ name }) => limits.test(name)),
  );
  const start =
    chain.findLast(({ keyword }) => keyword === 'CMD') ??
    chain.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  const entry = chain.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  if (set || start === undefined) return [];
  const at =
    [start, entry].find(
      (instruction) =>
        instruction !== undefined && (workersOf(instruction.json ?? instruction.words) ?? 1) > 1,
    ) ??
    (entry !== undefined &&
    entry !== start &&
    (workersOf([...(entry.json ?? []), ...(start.json ?? [])]) ?? 1) > 1
      ? start
      : undefined);
  if (at === undefined || limitsThreads(at.args)) return [];
  const workers = workersOf(at.json ?? at.words) ?? workersOf([...(entry?.json ?? []), ...(at.json ?? [])])!;
  const library = pythonRequests(input)
    .flatMap(({ requirements }) => requirements)
    .find(({ name }) => threaded.has(name));
  return library === undefined ? [] : [{ ...rangeOf(at), message: sentence(workers, library.name) }];
}

function workersOf(words: readonly string[]): number | undefined {
  const flat = words.flatMap((word) =>
    word.includes(' ') ? word.split(/\s+/u) : [word.replaceAll(/["']/gu, '')],
  );
  return serverWorkers(flat);
}

function limitsThreads(command: string): boolean {
  return command
    .split(/[\s"']+/u)
    .some((word) => word.includes('=') && limits.test(word.slice(0, word.indexOf('='))));
}

function sentence(workers: number, library: string): string {
  return `In each of the ${workers} workers, ${library} starts a thread for every core of the host, regardless of the quota of the container. Set ENV OMP_NUM_THREADS to the number of cores per worker.`;
}

function measure({ evidence: { image }, replay }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const { entrypoint, cmd, env } = image.config;
  const command = [...(entrypoint ?? []), ...(cmd ?? [])];
  const workers = workersOf(command) ?? 1;
  const evidence = [{ label: 'Workers', value: workers, unit: 'count' as const }];
  const library = pythonPackages(replay).find(({ name }) => threaded.has(name));
  if (workers < 2 || library === undefined)
    return {
      status: 'pass',
      message: 'The image does not start several workers with a multithreaded library.',
      evidence,
    };
  const limit = env.find((entry) => limits.test(entry.split('=', 1)[0]!));
  if (limit !== undefined || command.some(limitsThreads))
    return {
      status: 'pass',
      message: `The threads of each worker are limited${limit === undefined ? '' : ` by ${limit.slice(0, 80)}`}.`,
      evidence,
    };
  return { status: 'warn', message: sentence(workers, library.name), evidence };
}
