import type { Check } from './check.ts';
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
import { condaCacheLeft } from './checks/conda-cache-left.ts';
import { contextTooLarge } from './checks/context-too-large.ts';
import { copyAllBeforeDeps } from './checks/copy-all-before-deps.ts';
import { curlPipeSh } from './checks/curl-pipe-sh.ts';
import { distUpgrade } from './checks/dist-upgrade.ts';
import { dockerignoreMissing } from './checks/dockerignore-missing.ts';
import { downloadUnverified } from './checks/download-unverified.ts';
import { editKeepsDeps } from './checks/edit-keeps-deps.ts';
import { fullRebuildCached } from './checks/full-rebuild-cached.ts';
import { healthNotices } from './checks/health-notices.ts';
import { healthPasses } from './checks/health-passes.ts';
import { healthcheck } from './checks/healthcheck.ts';
import { ignoreComment } from './checks/ignore-comment.ts';
import { interactive } from './checks/interactive.ts';
import { metadataCopy } from './checks/metadata-copy.ts';
import { missingNativeLib } from './checks/missing-native-lib.ts';
import { nodeCacheLeft } from './checks/node-cache-left.ts';
import { otherOsPin } from './checks/other-os-pin.ts';
import { otherPin } from './checks/other-pin.ts';
import { passwords } from './checks/passwords.ts';
import { pipCacheLeft } from './checks/pip-cache-left.ts';
import { pipPin } from './checks/pip-pin.ts';
import { predictSmoke } from './checks/predict-smoke.ts';
import { readonlyNonroot } from './checks/readonly-nonroot.ts';
import { rootUser } from './checks/root-user.ts';
import { rpmCache } from './checks/rpm-cache.ts';
import { secretArgEnv } from './checks/secret-arg-env.ts';
import { secretInLayer } from './checks/secret-in-layer.ts';
import { secretMountLeaked } from './checks/secret-mount-leaked.ts';
import { setuidFiles } from './checks/setuid-files.ts';
import { shellFormCmd } from './checks/shell-form-cmd.ts';
import { sigtermClean } from './checks/sigterm-clean.ts';
import { sizeBudget } from './checks/size-budget.ts';
import { sshExposed } from './checks/ssh-exposed.ts';
import { sudo } from './checks/sudo.ts';
import { sysDir } from './checks/sys-dir.ts';
import { tlsOff } from './checks/tls-off.ts';
import { toolchainInFinal } from './checks/toolchain-in-final.ts';
import { unsignedPkgs } from './checks/unsigned-pkgs.ts';
import { updateAlone } from './checks/update-alone.ts';
import { userNameNotUid } from './checks/user-name-not-uid.ts';
import { useraddHighUid } from './checks/useradd-high-uid.ts';
import { weightsInLayer } from './checks/weights-in-layer.ts';

/** Every check there is, in alphabetical order of ids. A new check is one import and one line here. */
export const checks: readonly Check[] = [
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
  condaCacheLeft,
  contextTooLarge,
  copyAllBeforeDeps,
  curlPipeSh,
  distUpgrade,
  dockerignoreMissing,
  downloadUnverified,
  editKeepsDeps,
  fullRebuildCached,
  healthNotices,
  healthPasses,
  healthcheck,
  ignoreComment(() => checks.map((check) => check.meta.id)),
  interactive,
  metadataCopy,
  missingNativeLib,
  nodeCacheLeft,
  otherOsPin,
  otherPin,
  passwords,
  pipCacheLeft,
  pipPin,
  predictSmoke,
  readonlyNonroot,
  rootUser,
  rpmCache,
  secretArgEnv,
  secretInLayer,
  secretMountLeaked,
  setuidFiles,
  shellFormCmd,
  sigtermClean,
  sizeBudget,
  sshExposed,
  sudo,
  sysDir,
  tlsOff,
  toolchainInFinal,
  unsignedPkgs,
  updateAlone,
  userNameNotUid,
  useraddHighUid,
  weightsInLayer,
];
