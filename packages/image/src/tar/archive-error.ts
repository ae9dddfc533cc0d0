export type ImageArchiveErrorCode =
  | 'unreadable'
  | 'truncated'
  | 'bad-archive'
  | 'not-an-image'
  | 'several-images'
  | 'missing-blob'
  | 'digest-mismatch'
  | 'too-large'
  | 'too-many-entries'
  | 'bad-entry';

/** An image archive that cannot be read. The message explains the problem so that a learner can fix it. */
export class ImageArchiveError extends Error {
  readonly code: ImageArchiveErrorCode;

  constructor(code: ImageArchiveErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ImageArchiveError';
    this.code = code;
  }
}
