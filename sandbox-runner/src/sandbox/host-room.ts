import { PlatformError } from '@dfm/contracts';

/** Space on the host's file system that contains the sandboxes' disks, for operators of the node. */
export interface HostRoom {
  freeBytes: number;
  /** Minimum for another sandbox: its copy of the template, if that takes space, and the reserve. */
  neededBytes: number;
  isEnough: boolean;
}

/** The host has no space left, which is reported as our fault. */
export class HostFull extends PlatformError {
  constructor(detail: string) {
    super(
      'sandbox-failed',
      'The machine that builds your image has run out of disk space. This is our fault, and this run is not counted. Please tell your instructor, and run it again later.',
      { detail },
    );
  }
}
