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

/** An image archive that cannot be read. The message says what is wrong with it in words a learner can act on. */
export class ImageArchiveError extends Error {
  readonly code: ImageArchiveErrorCode;

  constructor(code: ImageArchiveErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ImageArchiveError';
    this.code = code;
  }
}
