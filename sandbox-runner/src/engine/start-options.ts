import type Docker from 'dockerode';

/** What Docker gives every container by default. */
export const defaultCapabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;
export type Capability = (typeof defaultCapabilities)[number];

/** Never given: with raw packets, a container could answer instead of another one of its run. */
export const withheldCapability = 'NET_RAW' satisfies Capability;

/** How a submission wants its container to be started, as `docker run` with the options of the same names. */
export interface StartOptions {
  readOnly: boolean;
  /** Mount options by path. */
  tmpfs: Readonly<Record<string, string>>;
  capDrop: readonly (Capability | 'ALL')[];
  capAdd: readonly Exclude<Capability, typeof withheldCapability>[];
  noNewPrivileges: boolean;
  init: boolean;
  user?: string | undefined;
  shmBytes?: number | undefined;
  environment: Readonly<Record<string, string>>;
  /** Replaces the image's command, but not its entrypoint. */
  command?: readonly string[] | undefined;
}

/** A container that is started without any option. */
export const dockerDefaults: StartOptions = {
  readOnly: false,
  tmpfs: {},
  capDrop: [],
  capAdd: [],
  noNewPrivileges: false,
  init: false,
  environment: {},
};

/**
 * The part of a container's configuration that decides what it may do.
 *
 * @param options undefined for a container that has no capabilities and cannot gain any
 * @param mounted paths at which it has volumes, where it gets no tmpfs
 */
export function privilegesOf(
  options: StartOptions | undefined,
  mounted: ReadonlySet<string>,
): Docker.HostConfig {
  if (options === undefined) return { CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] };
  const { readOnly, tmpfs, capDrop, capAdd, noNewPrivileges, init, shmBytes } = options;
  return {
    CapDrop: [withheldCapability, ...capDrop],
    CapAdd: [...capAdd],
    SecurityOpt: noNewPrivileges ? ['no-new-privileges'] : [],
    ReadonlyRootfs: readOnly,
    Tmpfs: Object.fromEntries(Object.entries(tmpfs).filter(([path]) => !mounted.has(path))),
    Init: init,
    ...(shmBytes === undefined ? {} : { ShmSize: shmBytes }),
  };
}
