import { flagValues } from './model.ts';
import type { Instruction } from './model.ts';

/** Targets of `--mount=type=cache` and `type=tmpfs`. Files written there do not become part of the layer. */
export function unlayeredMounts(run: Instruction): string[] {
  return mounts(run).flatMap((options) => {
    const type = options.get('type');
    if (type !== 'cache' && type !== 'tmpfs') return [];
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination');
    return target === undefined ? [] : [target.replace(/\/$/u, '')];
  });
}

/** Whether an instruction is a RUN with `--mount=type=cache`, which keeps files for later builds. */
export function mountsCache(instruction: Instruction): boolean {
  return (
    instruction.keyword === 'RUN' && mounts(instruction).some((options) => options.get('type') === 'cache')
  );
}

/**
 * Paths of the build context that a RUN sees through `--mount=type=bind`. The default type is bind, and the
 * default source is the entire context.
 */
export function boundSources(run: Instruction): string[] {
  return mounts(run).flatMap((options) => {
    if ((options.get('type') ?? 'bind') !== 'bind' || options.has('from')) return [];
    return [options.get('source') ?? options.get('src') ?? '.'];
  });
}

/** A secret that a RUN mounts. */
export interface SecretMount {
  id: string;
  /** Path of the file, as written or the default; undefined if the mount only sets a variable. */
  target: string | undefined;
  /** Environment variable that holds the value. */
  env: string | undefined;
}

/**
 * The secrets that a RUN mounts, with the defaults of dispatchSecret (moby/buildkit
 * frontend/dockerfile/dockerfile2llb/convert_secrets.go). Variables stay as written.
 */
export function secretMounts(run: Instruction): SecretMount[] {
  return mounts(run).flatMap((options) => {
    if (options.get('type') !== 'secret') return [];
    const path = options.get('target') ?? options.get('dst') ?? options.get('destination');
    const id = options.get('source') ?? options.get('src') ?? options.get('id') ?? lastPart(path ?? '');
    const env = options.get('env');
    return [{ id, target: path ?? (env === undefined ? `/run/secrets/${lastPart(id)}` : undefined), env }];
  });
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * The paths of the build context that a RUN sees through `--mount=type=bind`, and where. Mounts without a
 * target are left out.
 */
export function boundPaths(run: Instruction): { source: string; target: string }[] {
  return mounts(run).flatMap((options) => {
    if ((options.get('type') ?? 'bind') !== 'bind' || options.has('from')) return [];
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination');
    return target === undefined
      ? []
      : [{ source: options.get('source') ?? options.get('src') ?? '.', target }];
  });
}

/** Stages and images that the mounts of a RUN take files from. */
export function mountSources(run: Instruction): string[] {
  return mounts(run).flatMap((options) => options.get('from') ?? []);
}

function mounts(run: Instruction): Map<string, string>[] {
  return flagValues(run, 'mount').map(
    (value) =>
      new Map(
        value
          .replaceAll(/["']/gu, '')
          .split(',')
          .map((option) => splitOption(option)),
      ),
  );
}

function splitOption(option: string): [string, string] {
  const equals = option.indexOf('=');
  return equals < 0
    ? [option.trim(), '']
    : [option.slice(0, equals).trim().toLowerCase(), option.slice(equals + 1).trim()];
}

/** Whether `path` is `directory` or inside it. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
