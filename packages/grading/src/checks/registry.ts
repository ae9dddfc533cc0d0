import type { Check } from '../check/check.ts';
import { addNotCopy } from './add-not-copy/add-not-copy.ts';
import { aliveBeforeReady } from './alive-before-ready/alive-before-ready.ts';
import { answersAsConfigured } from './answers-as-configured/answers-as-configured.ts';
import { apkCache } from './apk-cache/apk-cache.ts';
import { aptCli } from './apt-cli/apt-cli.ts';
import { aptListsLeft } from './apt-lists-left/apt-lists-left.ts';
import { aptPin } from './apt-pin/apt-pin.ts';
import { aptRecommends } from './apt-recommends/apt-recommends.ts';
import { archiveLeft } from './archive-left/archive-left.ts';
import { attacksFail } from './attacks-fail/attacks-fail.ts';
import { baseDigest } from './base-digest/base-digest.ts';
import { baseTag } from './base-tag/base-tag.ts';
import { builds } from './builds/builds.ts';
import { bytesDeletedLate } from './bytes-deleted-late/bytes-deleted-late.ts';
import { bytesOverwritten } from './bytes-overwritten/bytes-overwritten.ts';
import { cloneRef } from './clone-ref/clone-ref.ts';
import { condaCacheLeft } from './conda-cache-left/conda-cache-left.ts';
import { contextTooLarge } from './context-too-large/context-too-large.ts';
import { copyAllBeforeDeps } from './copy-all-before-deps/copy-all-before-deps.ts';
import { copyIgnored } from './copy-ignored/copy-ignored.ts';
import { copyRootOfStage } from './copy-root-of-stage/copy-root-of-stage.ts';
import { cudaUsable } from './cuda-usable/cuda-usable.ts';
import { cudaWheelOnCpu } from './cuda-wheel-on-cpu/cuda-wheel-on-cpu.ts';
import { curlPipeSh } from './curl-pipe-sh/curl-pipe-sh.ts';
import { dataloaderShm } from './dataloader-shm/dataloader-shm.ts';
import { datasetShipped } from './dataset-shipped/dataset-shipped.ts';
import { deprecatedMlPkg } from './deprecated-ml-pkg/deprecated-ml-pkg.ts';
import { develInFinal } from './devel-in-final/devel-in-final.ts';
import { distUpgrade } from './dist-upgrade/dist-upgrade.ts';
import { dockerignoreMissing } from './dockerignore-missing/dockerignore-missing.ts';
import { doubleCuda } from './double-cuda/double-cuda.ts';
import { downloadUnverified } from './download-unverified/download-unverified.ts';
import { driverFloor } from './driver-floor/driver-floor.ts';
import { driverInImage } from './driver-in-image/driver-in-image.ts';
import { dupUid } from './dup-uid/dup-uid.ts';
import { editKeepsDeps } from './edit-keeps-deps/edit-keeps-deps.ts';
import { fullRebuildCached } from './full-rebuild-cached/full-rebuild-cached.ts';
import { gpuArch } from './gpu-arch/gpu-arch.ts';
import { healthNotices } from './health-notices/health-notices.ts';
import { healthPasses } from './health-passes/health-passes.ts';
import { healthcheck } from './healthcheck/healthcheck.ts';
import { hfCache } from './hf-cache/hf-cache.ts';
import { ignoreComment } from './ignore-comment/ignore-comment.ts';
import { interactive } from './interactive/interactive.ts';
import { keepsData } from './keeps-data/keeps-data.ts';
import { layerCount } from './layer-count/layer-count.ts';
import { legacySyntax } from './legacy-syntax/legacy-syntax.ts';
import { memorySteady } from './memory-steady/memory-steady.ts';
import { metadataCopy } from './metadata-copy/metadata-copy.ts';
import { missingNativeLib } from './missing-native-lib/missing-native-lib.ts';
import { mlTokens } from './ml-tokens/ml-tokens.ts';
import { multipleCmd } from './multiple-cmd/multiple-cmd.ts';
import { muslWheels } from './musl-wheels/musl-wheels.ts';
import { needsDevel } from './needs-devel/needs-devel.ts';
import { noCacheMount } from './no-cache-mount/no-cache-mount.ts';
import { nodeCacheLeft } from './node-cache-left/node-cache-left.ts';
import { notebookOpen } from './notebook-open/notebook-open.ts';
import { nvidiaEnv } from './nvidia-env/nvidia-env.ts';
import { otherOsPin } from './other-os-pin/other-os-pin.ts';
import { otherPin } from './other-pin/other-pin.ts';
import { passwords } from './passwords/passwords.ts';
import { pickleLoad } from './pickle-load/pickle-load.ts';
import { pipCacheLeft } from './pip-cache-left/pip-cache-left.ts';
import { pipPin } from './pip-pin/pip-pin.ts';
import { pipefail } from './pipefail/pipefail.ts';
import { platform } from './platform/platform.ts';
import { ports } from './ports/ports.ts';
import { predictSmoke } from './predict-smoke/predict-smoke.ts';
import { readonlyNonroot } from './readonly-nonroot/readonly-nonroot.ts';
import { releaseSize } from './release-size/release-size.ts';
import { requirementsPin } from './requirements-pin/requirements-pin.ts';
import { rootUser } from './root-user/root-user.ts';
import { rpmCache } from './rpm-cache/rpm-cache.ts';
import { runsToEnd } from './runs-to-end/runs-to-end.ts';
import { sbomMatches } from './sbom-matches/sbom-matches.ts';
import { secretArgEnv } from './secret-arg-env/secret-arg-env.ts';
import { secretFileCopied } from './secret-file-copied/secret-file-copied.ts';
import { secretInHistory } from './secret-in-history/secret-in-history.ts';
import { secretInLayer } from './secret-in-layer/secret-in-layer.ts';
import { secretMountLeaked } from './secret-mount-leaked/secret-mount-leaked.ts';
import { setuidFiles } from './setuid-files/setuid-files.ts';
import { shellFormCmd } from './shell-form-cmd/shell-form-cmd.ts';
import { sigtermClean } from './sigterm-clean/sigterm-clean.ts';
import { sizeBudget } from './size-budget/size-budget.ts';
import { sshExposed } from './ssh-exposed/ssh-exposed.ts';
import { stageAlias } from './stage-alias/stage-alias.ts';
import { structure } from './structure/structure.ts';
import { sudo } from './sudo/sudo.ts';
import { sysDir } from './sys-dir/sys-dir.ts';
import { threadsVsQuota } from './threads-vs-quota/threads-vs-quota.ts';
import { tlsOff } from './tls-off/tls-off.ts';
import { toolchainInFinal } from './toolchain-in-final/toolchain-in-final.ts';
import { torchCuVsBase } from './torch-cu-vs-base/torch-cu-vs-base.ts';
import { undefinedVars } from './undefined-vars/undefined-vars.ts';
import { unsignedPkgs } from './unsigned-pkgs/unsigned-pkgs.ts';
import { updateAlone } from './update-alone/update-alone.ts';
import { userNameNotUid } from './user-name-not-uid/user-name-not-uid.ts';
import { useraddHighUid } from './useradd-high-uid/useradd-high-uid.ts';
import { volatileArgEarly } from './volatile-arg-early/volatile-arg-early.ts';
import { weightsInLayer } from './weights-in-layer/weights-in-layer.ts';
import { weightsUnpinned } from './weights-unpinned/weights-unpinned.ts';
import { wheelIndex } from './wheel-index/wheel-index.ts';
import { workdir } from './workdir/workdir.ts';

/** All checks, in alphabetical order of their ids. To add a check, add one import and one line here. */
export const checks: readonly Check[] = [
  addNotCopy,
  aliveBeforeReady,
  answersAsConfigured,
  apkCache,
  aptCli,
  aptListsLeft,
  aptPin,
  aptRecommends,
  archiveLeft,
  attacksFail,
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
  keepsData,
  layerCount,
  legacySyntax,
  memorySteady,
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
  sbomMatches,
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
