import { PlatformError } from '@dfm/contracts';

/** Room on the file system of the host that the sandboxes' disks lie on, for those who run the node. */
export interface HostRoom {
  freeBytes: number;
  /** Least for one more sandbox: its copy of the template where that takes room, and the reserve. */
  neededBytes: number;
  isEnough: boolean;
}

/** A host without room, told as our fault. */
export class HostFull extends PlatformError {
  constructor(detail: string) {
    super(
      'sandbox-failed',
      'The machine that builds your image has run out of disk space. This is our fault and costs no attempt. Please tell your instructor, and run it again later.',
      { detail },
    );
  }
}
