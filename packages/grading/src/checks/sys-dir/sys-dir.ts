import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { copyOf } from '@dfm/dockerfile/copies/copies';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { isInside } from '@dfm/dockerfile/syntax/mounts';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { resolvePath, walkStages } from '@dfm/dockerfile/syntax/stages';
import type { StageState } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { noImage } from '../../check/skipped.ts';

/** Mounted over by the kernel or the engine when a container starts, regardless of their content in the image. */
const mountPoints = ['/proc', '/sys', '/dev'];
/** Directories that must not be the working directory: the list of Trivy, and `/sys`. */
const invalidWorkdirs = [...mountPoints, '/boot', '/initrd', '/lost+found'];
/** Directories whose content a volume would hide: the list of Dockle, and the root. */
const invalidVolumes = ['/', '/boot', '/etc', '/lib', '/usr', '/bin', '/sbin'];

const also = { workdir: ['DS-0030'], volume: ['DKL-DI-0002'], copy: [] };

export const sysDir: Check = {
  meta: {
    id: 'sys-dir',
    title: 'System directory used for the application',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'WORKDIR in /proc, /sys, /dev, /boot and similar directories, VOLUME on such a directory or on all of /etc, /usr or /lib, and COPY and ADD into /proc, /sys and /dev.',
    why: 'When a container starts, /proc, /sys and /dev are mounted over the directories of the image, so files copied into them are not visible. A volume on /etc or /usr replaces system files of the image and keeps old ones across updates.',
    fix: 'Use a separate directory, such as /srv or /app.',
    bad: 'WORKDIR /proc/app',
    good: 'WORKDIR /srv/app',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return problems(dockerfile).map(({ keyword, ...found }) => ({ ...found, also: rulesOf(keyword) }));
}

/** The instructions that use a system directory. `keyword` is the instruction's own behind ONBUILD. */
function problems(
  dockerfile: Dockerfile,
): (Pick<Instruction, 'keyword'> & ReturnType<typeof rangeOf> & { message: string })[] {
  const found: ReturnType<typeof problems> = [];
  walkStages(dockerfile, (written, state) => {
    const instruction = triggerOf(written, dockerfile.escape);
    const message = problem(instruction, state, dockerfile);
    if (message !== undefined) found.push({ keyword: instruction.keyword, ...rangeOf(written), message });
  });
  return found;
}

function rulesOf(keyword: Instruction['keyword']): string[] {
  if (keyword === 'WORKDIR') return also.workdir;
  return keyword === 'VOLUME' ? also.volume : also.copy;
}

function problem(
  instruction: Instruction,
  { workdir, variables }: StageState,
  { escape }: Pick<Dockerfile, 'escape'>,
): string | undefined {
  const { keyword } = instruction;
  const absolute = (word: string) =>
    resolvePath(workdir, substitute(word, variables, escape) ?? unquote(word, escape));
  if (keyword === 'WORKDIR') {
    const path = absolute(instruction.args);
    return inAny(path, invalidWorkdirs)
      ? `${truncate(path)} belongs to the kernel and the system. Use a separate directory, such as /srv.`
      : undefined;
  }
  if (keyword === 'VOLUME') {
    const path = (instruction.json ?? instruction.words)
      .map(absolute)
      .find((target) => invalidVolumes.includes(target) || inAny(target, mountPoints));
    return path === undefined
      ? undefined
      : `A volume on ${truncate(path)} hides the system files there. Mount a separate directory, such as /data.`;
  }
  const copy = copyOf(instruction, { escape });
  const path = copy === undefined ? undefined : absolute(copy.destination);
  return path !== undefined && inAny(path, mountPoints)
    ? `${truncate(path)} is mounted over when a container starts, so these files are not visible. Copy them to a different directory.`
    : undefined;
}

function inAny(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => isInside(path, directory));
}

function measure({ evidence: { image }, dockerfile, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const { workdir } = image.config;
  if (inAny(resolvePath('/', workdir), invalidWorkdirs)) {
    return {
      status: 'fail',
      message: `The working directory of the image is ${truncate(workdir)}, a system directory.`,
      evidence: [{ label: 'Working directory', value: workdir.slice(0, 200), unit: 'path' }],
    };
  }
  const hidden = replay.live.find(
    ({ path, layer, bytes }) => layer >= replay.baseLayers && bytes > 0 && inAny(`/${path}`, mountPoints),
  );
  if (hidden !== undefined) {
    return {
      status: 'fail',
      line: layerLines[hidden.layer],
      message: `/${truncate(hidden.path)} is in the image, but its directory is mounted over when a container starts.`,
      evidence: [{ label: `/${hidden.path}`, value: hidden.bytes, unit: 'bytes' }],
    };
  }
  // The evidence does not contain volumes, so the text is read.
  const volume = problems(dockerfile).find(({ keyword }) => keyword === 'VOLUME');
  return volume === undefined
    ? { status: 'pass', message: 'The image does not use a system directory for the application.' }
    : { status: 'fail', line: volume.line, endLine: volume.endLine, message: volume.message };
}
