import type { Check } from './check.ts';
import { aptListsLeft } from './checks/apt-lists-left.ts';
import { baseTag } from './checks/base-tag.ts';
import { builds } from './checks/builds.ts';
import { bytesDeletedLate } from './checks/bytes-deleted-late.ts';
import { bytesOverwritten } from './checks/bytes-overwritten.ts';
import { contextTooLarge } from './checks/context-too-large.ts';
import { copyAllBeforeDeps } from './checks/copy-all-before-deps.ts';
import { cudaUsable } from './checks/cuda-usable.ts';
import { cudaWheelOnCpu } from './checks/cuda-wheel-on-cpu.ts';
import { dataloaderShm } from './checks/dataloader-shm.ts';
import { datasetShipped } from './checks/dataset-shipped.ts';
import { deprecatedMlPkg } from './checks/deprecated-ml-pkg.ts';
import { develInFinal } from './checks/devel-in-final.ts';
import { dockerignoreMissing } from './checks/dockerignore-missing.ts';
import { doubleCuda } from './checks/double-cuda.ts';
import { driverFloor } from './checks/driver-floor.ts';
import { driverInImage } from './checks/driver-in-image.ts';
import { editKeepsDeps } from './checks/edit-keeps-deps.ts';
import { fullRebuildCached } from './checks/full-rebuild-cached.ts';
import { gpuArch } from './checks/gpu-arch.ts';
import { healthNotices } from './checks/health-notices.ts';
import { healthPasses } from './checks/health-passes.ts';
import { healthcheck } from './checks/healthcheck.ts';
import { hfCache } from './checks/hf-cache.ts';
import { ignoreComment } from './checks/ignore-comment.ts';
import { metadataCopy } from './checks/metadata-copy.ts';
import { missingNativeLib } from './checks/missing-native-lib.ts';
import { mlTokens } from './checks/ml-tokens.ts';
import { muslWheels } from './checks/musl-wheels.ts';
import { needsDevel } from './checks/needs-devel.ts';
import { notebookOpen } from './checks/notebook-open.ts';
import { nvidiaEnv } from './checks/nvidia-env.ts';
import { pickleLoad } from './checks/pickle-load.ts';
import { pipCacheLeft } from './checks/pip-cache-left.ts';
import { predictSmoke } from './checks/predict-smoke.ts';
import { readonlyNonroot } from './checks/readonly-nonroot.ts';
import { rootUser } from './checks/root-user.ts';
import { secretArgEnv } from './checks/secret-arg-env.ts';
import { secretInLayer } from './checks/secret-in-layer.ts';
import { shellFormCmd } from './checks/shell-form-cmd.ts';
import { sigtermClean } from './checks/sigterm-clean.ts';
import { sizeBudget } from './checks/size-budget.ts';
import { structure } from './checks/structure.ts';
import { threadsVsQuota } from './checks/threads-vs-quota.ts';
import { toolchainInFinal } from './checks/toolchain-in-final.ts';
import { torchCuVsBase } from './checks/torch-cu-vs-base.ts';
import { weightsInLayer } from './checks/weights-in-layer.ts';
import { weightsUnpinned } from './checks/weights-unpinned.ts';
import { wheelIndex } from './checks/wheel-index.ts';

/** Every check there is, in alphabetical order of ids. A new check is one import and one line here. */
export const checks: readonly Check[] = [
  aptListsLeft,
  baseTag,
  builds,
  bytesDeletedLate,
  bytesOverwritten,
  contextTooLarge,
  copyAllBeforeDeps,
  cudaUsable,
  cudaWheelOnCpu,
  dataloaderShm,
  datasetShipped,
  deprecatedMlPkg,
  develInFinal,
  dockerignoreMissing,
  doubleCuda,
  driverFloor,
  driverInImage,
  editKeepsDeps,
  fullRebuildCached,
  gpuArch,
  healthNotices,
  healthPasses,
  healthcheck,
  hfCache,
  ignoreComment(() => checks.map((check) => check.meta.id)),
  metadataCopy,
  missingNativeLib,
  mlTokens,
  muslWheels,
  needsDevel,
  notebookOpen,
  nvidiaEnv,
  pickleLoad,
  pipCacheLeft,
  predictSmoke,
  readonlyNonroot,
  rootUser,
  secretArgEnv,
  secretInLayer,
  shellFormCmd,
  sigtermClean,
  sizeBudget,
  structure,
  threadsVsQuota,
  toolchainInFinal,
  torchCuVsBase,
  weightsInLayer,
  weightsUnpinned,
  wheelIndex,
];
