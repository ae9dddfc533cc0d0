import type { Check } from './check.ts';
import { addNotCopy } from './checks/add-not-copy.ts';
import { apkCache } from './checks/apk-cache.ts';
import { aptCli } from './checks/apt-cli.ts';
import { aptListsLeft } from './checks/apt-lists-left.ts';
import { aptPin } from './checks/apt-pin.ts';
import { aptRecommends } from './checks/apt-recommends.ts';
import { archiveLeft } from './checks/archive-left.ts';
import { baseDigest } from './checks/base-digest.ts';
import { baseTag } from './checks/base-tag.ts';
import { builds } from './checks/builds.ts';
import { bytesDeletedLate } from './checks/bytes-deleted-late.ts';
import { bytesOverwritten } from './checks/bytes-overwritten.ts';
import { cloneRef } from './checks/clone-ref.ts';
import { condaCacheLeft } from './checks/conda-cache-left.ts';
import { contextTooLarge } from './checks/context-too-large.ts';
import { copyAllBeforeDeps } from './checks/copy-all-before-deps.ts';
import { copyIgnored } from './checks/copy-ignored.ts';
import { copyRootOfStage } from './checks/copy-root-of-stage.ts';
import { cudaUsable } from './checks/cuda-usable.ts';
import { cudaWheelOnCpu } from './checks/cuda-wheel-on-cpu.ts';
import { curlPipeSh } from './checks/curl-pipe-sh.ts';
import { dataloaderShm } from './checks/dataloader-shm.ts';
import { datasetShipped } from './checks/dataset-shipped.ts';
import { deprecatedMlPkg } from './checks/deprecated-ml-pkg.ts';
import { develInFinal } from './checks/devel-in-final.ts';
import { distUpgrade } from './checks/dist-upgrade.ts';
import { dockerignoreMissing } from './checks/dockerignore-missing.ts';
import { doubleCuda } from './checks/double-cuda.ts';
import { downloadUnverified } from './checks/download-unverified.ts';
import { driverFloor } from './checks/driver-floor.ts';
import { driverInImage } from './checks/driver-in-image.ts';
import { dupUid } from './checks/dup-uid.ts';
import { editKeepsDeps } from './checks/edit-keeps-deps.ts';
import { fullRebuildCached } from './checks/full-rebuild-cached.ts';
import { gpuArch } from './checks/gpu-arch.ts';
import { healthNotices } from './checks/health-notices.ts';
import { healthPasses } from './checks/health-passes.ts';
import { healthcheck } from './checks/healthcheck.ts';
import { hfCache } from './checks/hf-cache.ts';
import { ignoreComment } from './checks/ignore-comment.ts';
import { interactive } from './checks/interactive.ts';
import { layerCount } from './checks/layer-count.ts';
import { legacySyntax } from './checks/legacy-syntax.ts';
import { metadataCopy } from './checks/metadata-copy.ts';
import { missingNativeLib } from './checks/missing-native-lib.ts';
import { mlTokens } from './checks/ml-tokens.ts';
import { multipleCmd } from './checks/multiple-cmd.ts';
import { muslWheels } from './checks/musl-wheels.ts';
import { needsDevel } from './checks/needs-devel.ts';
import { noCacheMount } from './checks/no-cache-mount.ts';
import { nodeCacheLeft } from './checks/node-cache-left.ts';
import { notebookOpen } from './checks/notebook-open.ts';
import { nvidiaEnv } from './checks/nvidia-env.ts';
import { otherOsPin } from './checks/other-os-pin.ts';
import { otherPin } from './checks/other-pin.ts';
import { passwords } from './checks/passwords.ts';
import { pickleLoad } from './checks/pickle-load.ts';
import { pipCacheLeft } from './checks/pip-cache-left.ts';
import { pipPin } from './checks/pip-pin.ts';
import { pipefail } from './checks/pipefail.ts';
import { platform } from './checks/platform.ts';
import { ports } from './checks/ports.ts';
import { predictSmoke } from './checks/predict-smoke.ts';
import { readonlyNonroot } from './checks/readonly-nonroot.ts';
import { releaseSize } from './checks/release-size.ts';
import { requirementsPin } from './checks/requirements-pin.ts';
import { rootUser } from './checks/root-user.ts';
import { rpmCache } from './checks/rpm-cache.ts';
import { runsToEnd } from './checks/runs-to-end.ts';
import { secretArgEnv } from './checks/secret-arg-env.ts';
import { secretFileCopied } from './checks/secret-file-copied.ts';
import { secretInHistory } from './checks/secret-in-history.ts';
import { secretInLayer } from './checks/secret-in-layer.ts';
import { secretMountLeaked } from './checks/secret-mount-leaked.ts';
import { setuidFiles } from './checks/setuid-files.ts';
import { shellFormCmd } from './checks/shell-form-cmd.ts';
import { sigtermClean } from './checks/sigterm-clean.ts';
import { sizeBudget } from './checks/size-budget.ts';
import { sshExposed } from './checks/ssh-exposed.ts';
import { stageAlias } from './checks/stage-alias.ts';
import { structure } from './checks/structure.ts';
import { sudo } from './checks/sudo.ts';
import { sysDir } from './checks/sys-dir.ts';
import { threadsVsQuota } from './checks/threads-vs-quota.ts';
import { tlsOff } from './checks/tls-off.ts';
import { toolchainInFinal } from './checks/toolchain-in-final.ts';
import { torchCuVsBase } from './checks/torch-cu-vs-base.ts';
import { undefinedVars } from './checks/undefined-vars.ts';
import { unsignedPkgs } from './checks/unsigned-pkgs.ts';
import { updateAlone } from './checks/update-alone.ts';
import { userNameNotUid } from './checks/user-name-not-uid.ts';
import { useraddHighUid } from './checks/useradd-high-uid.ts';
import { volatileArgEarly } from './checks/volatile-arg-early.ts';
import { weightsInLayer } from './checks/weights-in-layer.ts';
import { weightsUnpinned } from './checks/weights-unpinned.ts';
import { wheelIndex } from './checks/wheel-index.ts';
import { workdir } from './checks/workdir.ts';

/** Every check there is, in alphabetical order of ids. A new check is one import and one line here. */
export const checks: readonly Check[] = [
  addNotCopy,
  apkCache,
  aptCli,
  aptListsLeft,
  aptPin,
  aptRecommends,
  archiveLeft,
  baseDigest,
  baseTag,
  builds,
  bytesDeletedLate,
  bytesOverwritten,
  cloneRef,
  condaCacheLeft,
  contextTooLarge,
  copyAllBeforeDeps,
  copyIgnored,
  copyRootOfStage,
  cudaUsable,
  cudaWheelOnCpu,
  curlPipeSh,
  dataloaderShm,
  datasetShipped,
  deprecatedMlPkg,
  develInFinal,
  distUpgrade,
  dockerignoreMissing,
  doubleCuda,
  downloadUnverified,
  driverFloor,
  driverInImage,
  dupUid,
  editKeepsDeps,
  fullRebuildCached,
  gpuArch,
  healthNotices,
  healthPasses,
  healthcheck,
  hfCache,
  ignoreComment(() => checks.map((check) => check.meta.id)),
  interactive,
  layerCount,
  legacySyntax,
  metadataCopy,
  missingNativeLib,
  mlTokens,
  multipleCmd,
  muslWheels,
  needsDevel,
  noCacheMount,
  nodeCacheLeft,
  notebookOpen,
  nvidiaEnv,
  otherOsPin,
  otherPin,
  passwords,
  pickleLoad,
  pipCacheLeft,
  pipPin,
  pipefail,
  platform,
  ports,
  predictSmoke,
  readonlyNonroot,
  releaseSize,
  requirementsPin,
  rootUser,
  rpmCache,
  runsToEnd,
  secretArgEnv,
  secretFileCopied,
  secretInHistory,
  secretInLayer,
  secretMountLeaked,
  setuidFiles,
  shellFormCmd,
  sigtermClean,
  sizeBudget,
  sshExposed,
  stageAlias,
  structure,
  sudo,
  sysDir,
  threadsVsQuota,
  tlsOff,
  toolchainInFinal,
  torchCuVsBase,
  undefinedVars,
  unsignedPkgs,
  updateAlone,
  userNameNotUid,
  useraddHighUid,
  volatileArgEarly,
  weightsInLayer,
  weightsUnpinned,
  wheelIndex,
  workdir,
];
