import { PlatformError } from '@dfm/contracts';

/** Space on the host's file system that contains the sandboxes' disks, for operators of the node. */
export interface HostRoom {
  freeBytes: number;
  /** Minimum for another sandbox: its copy of the template, if that takes space, and the reserve. */
  neededBytes: number;
  isEnough: boolean;
  /** What is missing, as a sentence for an operator, unless it is disk space. */
  shortage?: string;
}

/** There is no room for another sandbox, which is reported as our fault. */
export class HostFull extends PlatformError {
  /** @param cause what has run out, as a sentence for the learner */
  constructor(detail: string, cause = 'The machine that builds your image has run out of disk space.') {
    super(
      'sandbox-failed',
      `${cause} This is our fault, and this run is not counted. Please tell your instructor, and run it again later.`,
      { detail },
    );
  }
}
