import { compareVersions } from '@dfm/contracts/compare-versions';
import { lowestDriver } from '@dfm/grading/cuda/driver-floors';
import { cudaOfDriver } from '@dfm/grading/cuda/toolkit-drivers';
import { cudaOfBuild, type CudaVersion } from '@dfm/grading/cuda/version';

/**
 * `all`: the driver is at least as new as the toolkit. `limited`: it runs the toolkit by minor version
 * compatibility. `too-old`: it runs no program built with it. `unknown`: the driver is no version, or the
 * tables do not have the toolkit.
 */
export type DriverFit = 'all' | 'limited' | 'too-old' | 'unknown';

/** Whether a driver runs a program built with a CUDA toolkit, by the grader's tables. */
export function driverFit(driver: string, cuda: CudaVersion): DriverFit {
  const floor = lowestDriver(cuda);
  const comparison = floor === undefined ? undefined : compareVersions(driver, floor);
  if (comparison === undefined) return 'unknown';
  if (comparison < 0) return 'too-old';
  const complete = cudaOfDriver(driver);
  return complete !== undefined && isAtLeast(complete, cuda) ? 'all' : 'limited';
}

function isAtLeast(a: CudaVersion, b: CudaVersion): boolean {
  return a.major > b.major || (a.major === b.major && (a.minor ?? 0) >= (b.minor ?? 0));
}

/** Whether one of the builds of a release is for an earlier major version of CUDA. */
export function hasEarlierMajor(builds: readonly string[], cuda: CudaVersion): boolean {
  return builds.some((build) => (cudaOfBuild(build)?.major ?? cuda.major) < cuda.major);
}

/**
 * What the CUDA libraries of a base are to a wheel that contains its own: there are none, they have the same
 * major version, or a different one.
 */
export function baseFit(base: CudaVersion | undefined, wheel: CudaVersion): 'none' | 'same' | 'different' {
  if (base === undefined) return 'none';
  return base.major === wheel.major ? 'same' : 'different';
}
