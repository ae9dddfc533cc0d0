import { sandboxSeccompProfile } from '../inside/seccomp.ts';

interface DockerRule {
  names: string[];
  action: string;
  args?: unknown;
  errnoRet?: number;
  includes?: { caps?: string[]; arches?: string[]; minKernel?: string };
  excludes?: { caps?: string[]; arches?: string[] };
}

/** Processors for which the profile is made. */
const arches = ['amd64', 'arm64'];

/**
 * The seccomp profile of sandboxes as a node's container runtime reads it for a `Localhost` profile.
 *
 * Docker's profiles have rules that depend on capabilities and processors. The runtime would ignore the
 * conditions and apply every rule, so they are resolved here: for a container without the capabilities that
 * any rule names, and a kernel that has user namespaces for pods, which is newer than any that one names.
 */
export function podSeccompProfile(): string {
  const { defaultAction, defaultErrnoRet, syscalls } = JSON.parse(sandboxSeccompProfile()) as {
    defaultAction: string;
    defaultErrnoRet: number;
    syscalls: DockerRule[];
  };
  const rules = syscalls.filter(applies).map(({ names, action, args, errnoRet }) => ({
    names,
    action,
    ...(args !== undefined && { args }),
    ...(errnoRet !== undefined && { errnoRet }),
  }));
  // Without a list of architectures, only native calls are allowed.
  return JSON.stringify({ defaultAction, defaultErrnoRet, syscalls: rules });
}

function applies({ includes, excludes }: DockerRule): boolean {
  if (includes?.caps !== undefined) return false;
  const isHere = includes?.arches === undefined || includes.arches.some((arch) => arches.includes(arch));
  return isHere && excludes?.arches?.some((arch) => arches.includes(arch)) !== true;
}
