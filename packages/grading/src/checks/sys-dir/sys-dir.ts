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

/** Filled by the kernel or the engine when a container starts, whatever the image has there. */
const mountedOver = ['/proc', '/sys', '/dev'];
/** No place to work in; the list of Trivy, and `/sys`. */
const notToWorkIn = [...mountedOver, '/boot', '/initrd', '/lost+found'];
/** A volume on the directory itself hides what the image has there; the list of Dockle, and the root. */
const notToMountOn = ['/', '/boot', '/etc', '/lib', '/usr', '/bin', '/sbin'];

const also = { workdir: ['DS-0030'], volume: ['DKL-DI-0002'], copy: [] };

export const sysDir: Check = {
  meta: {
    id: 'sys-dir',
    title: 'A directory of the system is used as the own one',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'WORKDIR in /proc, /sys, /dev, /boot and their like, VOLUME on such a directory or on /etc, /usr, /lib as a whole, COPY and ADD into /proc, /sys and /dev.',
    why: 'When a container starts, /proc, /sys and /dev are mounted over what the image has there: files copied into them are not seen. A volume on /etc or /usr takes the system out of the image and keeps an old one alive across updates.',
    fix: 'Choose a directory of your own, such as /srv or /app.',
    bad: 'WORKDIR /proc/app',
    good: 'WORKDIR /srv/app',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  walkStages(dockerfile, (written, state) => {
    const instruction = triggerOf(written, dockerfile.escape);
    const message = problem(instruction, state, dockerfile);
    if (message !== undefined) found.push({ ...rangeOf(written), also: rulesOf(instruction), message });
  });
  return found;
}

function rulesOf({ keyword }: Instruction): string[] {
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
    return inAny(path, notToWorkIn)
      ? `${truncate(path)} belongs to the kernel and the system. Work in a directory of your own, such as /srv.`
      : undefined;
  }
  if (keyword === 'VOLUME') {
    const path = (instruction.json ?? instruction.words)
      .map(absolute)
      .find((target) => notToMountOn.includes(target) || inAny(target, mountedOver));
    return path === undefined
      ? undefined
      : `A volume on ${truncate(path)} hides the system's own files there. Mount a directory of your own, such as /data.`;
  }
  const copy = copyOf(instruction, { escape });
  const path = copy === undefined ? undefined : absolute(copy.destination);
  return path !== undefined && inAny(path, mountedOver)
    ? `${truncate(path)} is mounted over when a container starts, so these files are not seen. Copy them to a directory of your own.`
    : undefined;
}

function inAny(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => isInside(path, directory));
}

function measure({ evidence: { image }, replay, layerLines, findings: found }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const { workdir } = image.config;
  if (inAny(resolvePath('/', workdir), notToWorkIn)) {
    return {
      status: 'fail',
      message: `The image starts in ${truncate(workdir)}, a directory of the system.`,
      evidence: [{ label: 'Working directory', value: workdir.slice(0, 200), unit: 'path' }],
    };
  }
  const hidden = replay.live.find(
    ({ path, layer, bytes }) => layer >= replay.baseLayers && bytes > 0 && inAny(`/${path}`, mountedOver),
  );
  if (hidden !== undefined) {
    return {
      status: 'fail',
      line: layerLines[hidden.layer],
      message: `/${truncate(hidden.path)} is in the image but is mounted over when a container starts.`,
      evidence: [{ label: `/${hidden.path}`, value: hidden.bytes, unit: 'bytes' }],
    };
  }
  // Volumes are in no evidence: what the text says of them stands.
  const [volume] = found.filter(({ message }) => message.startsWith('A volume'));
  return volume === undefined
    ? { status: 'pass', message: 'The image uses no directory of the system as its own.' }
    : { status: 'fail', line: volume.line, endLine: volume.endLine, message: volume.message };
}
