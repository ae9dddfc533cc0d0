import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shippedFiles } from '@dfm/dockerfile/copies/shipped-files';
import { keyword, pythonCalls } from '@dfm/dockerfile/python/python-code';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';

export const dataloaderShm: Check = {
  meta: {
    id: 'dataloader-shm',
    title: 'DataLoader workers may exhaust shared memory',
    axis: 'runtime',
    topic: 'ml',
    severity: 'info',
    defaultPoints: 5,
    needs: ['context', 'run'],
    also: [],
    detects:
      'A torch DataLoader with num_workers above 0 in the Python files of the image, and the error printed when /dev/shm is full.',
    why: 'The workers pass batches through /dev/shm, and Docker gives a container 64 MB of it by default. With larger batches, a worker crashes with "bus error" or "insufficient shared memory". The size cannot be set in the Dockerfile.',
    fix: 'Start the container with --shm-size=1g (shm_size in Compose, an emptyDir with medium: Memory in Kubernetes), or with --ipc=host.',
    bad: 'loader = DataLoader(images, batch_size=64, num_workers=4)',
    good: 'docker run --shm-size=1g trainer',
  },
  findings,
  measure,
};

const loaders: ReadonlySet<string> = new Set(['DataLoader']);

function findings(input: BuildSource): StaticFinding[] {
  return shippedFiles(
    input,
    ({ path, text }) => path.endsWith('.py') && text?.includes('num_workers') === true,
  ).flatMap(({ file: { path, text = '' } }) => {
    const call = pythonCalls(text, loaders).find(({ args }) => usesWorkers(keyword(args, 'num_workers')));
    if (call === undefined) return [];
    return [
      {
        ...rangeOfLine({ lines: text.split('\n') }, call.line),
        path,
        message:
          'The DataLoader workers pass batches through /dev/shm, which has only 64 MB by default. Start the container with --shm-size=1g or --ipc=host.',
      },
    ];
  });
}

/** A variable or a call is assumed to be above 0, because it nearly always is. */
function usesWorkers(value: string | undefined): boolean {
  return value !== undefined && !/^(?:0|None)$/u.test(value);
}

const shmError =
  /insufficient shared memory|unable to (?:open|write|allocate|mmap) .{0,60}shared memory|DataLoader worker .{0,40}killed by signal: Bus error|Bus error \(core dumped\)/iu;

function measure({ evidence: { run }, findings: found }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const line = run.normal.logTail.split('\n').find((text) => shmError.test(text));
  if (line !== undefined)
    return {
      status: 'fail',
      message: `A worker ran out of shared memory: ${line.trim().slice(0, 160).replace(/\.$/u, '')}.`,
      next: 'Start the container with --shm-size=1g or --ipc=host.',
    };
  const [hint] = found;
  return {
    status: 'pass',
    message:
      hint === undefined
        ? 'The code that was run does not need much shared memory.'
        : 'The run did not exhaust /dev/shm, but the DataLoader in the code may with larger batches.',
  };
}
