/** A CUDA version as given by tags and wheels. */
export interface CudaVersion {
  major: number;
  /** Undefined if only the major version is given, as in the wheel name `nvidia-cublas-cu12`. */
  minor: number | undefined;
}

/**
 * `cu124` is 12.4 and `cu92` is 9.2: the last digit is the minor version. Undefined for `cpu`, `rocm6.2` and
 * similar.
 */
export function cudaOfBuild(build: string): CudaVersion | undefined {
  const digits = /^cu(?:da)?(\d{2,3})$/u.exec(build)?.[1];
  return digits === undefined
    ? undefined
    : { major: Number(digits.slice(0, -1)), minor: Number(digits.slice(-1)) };
}

/** `12.4` for `12.4.1`; undefined if the text does not begin with a number. */
export function cudaOfText(text: string): CudaVersion | undefined {
  const match = /^(\d{1,2})(?:\.(\d{1,2}))?(?![\d])/u.exec(text);
  return match === null
    ? undefined
    : { major: Number(match[1]), minor: match[2] === undefined ? undefined : Number(match[2]) };
}

export function shownCuda({ major, minor }: CudaVersion): string {
  return minor === undefined ? `${major}` : `${major}.${minor}`;
}
