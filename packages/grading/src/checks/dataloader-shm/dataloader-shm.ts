import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shippedFiles } from '@dfm/dockerfile/copies/shipped-files';
import { keyword, pythonCalls } from '@dfm/dockerfile/python/python-code';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';

export const dataloaderShm: Check = {
  meta: {
    id: 'dataloader-shm',
    title: 'Data loader workers need more shared memory than a container has',
    axis: 'runtime',
    topic: 'ml',
    severity: 'info',
    defaultPoints: 5,
    needs: ['context', 'run'],
    also: [],
    detects:
      'A DataLoader of torch with num_workers above 0 in the Python files that the image gets, and the error that a run prints when /dev/shm is full.',
    why: 'The workers hand batches over through /dev/shm, and Docker gives a container 64 MB of it. With larger batches a worker dies with "bus error" or "insufficient shared memory", which the Dockerfile cannot change.',
    fix: 'Start the container with --shm-size=1g (shm_size in Compose, an emptyDir of medium Memory in Kubernetes), or with --ipc=host.',
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
  ).flatMap(({ file, instruction }) => {
    const call = pythonCalls(file.text!, loaders).find(({ args }) =>
      usesWorkers(keyword(args, 'num_workers')),
    );
    if (call === undefined) return [];
    return [
      {
        ...rangeOf(instruction),
        message: `${file.path}, line ${call.line}: the DataLoader's workers share batches through /dev/shm, of which a container has 64 MB. Start it with --shm-size=1g or --ipc=host.`,
      },
    ];
  });
}

/** A variable or a call is more than 0 in nearly every case: that is what it is there for. */
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
        ? 'Nothing that was run asks for much shared memory.'
        : 'The run did not exhaust /dev/shm; with larger batches the loader named in the text may.',
  };
}
