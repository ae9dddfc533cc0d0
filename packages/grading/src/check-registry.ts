import type { Check } from './check.ts';
import { aptListsLeft } from './checks/apt-lists-left.ts';
import { archiveLeft } from './checks/archive-left.ts';
import { baseTag } from './checks/base-tag.ts';
import { builds } from './checks/builds.ts';
import { bytesDeletedLate } from './checks/bytes-deleted-late.ts';
import { bytesOverwritten } from './checks/bytes-overwritten.ts';
import { contextTooLarge } from './checks/context-too-large.ts';
import { copyAllBeforeDeps } from './checks/copy-all-before-deps.ts';
import { curlPipeSh } from './checks/curl-pipe-sh.ts';
import { dockerignoreMissing } from './checks/dockerignore-missing.ts';
import { downloadUnverified } from './checks/download-unverified.ts';
import { dupUid } from './checks/dup-uid.ts';
import { editKeepsDeps } from './checks/edit-keeps-deps.ts';
import { fullRebuildCached } from './checks/full-rebuild-cached.ts';
import { healthNotices } from './checks/health-notices.ts';
import { healthPasses } from './checks/health-passes.ts';
import { healthcheck } from './checks/healthcheck.ts';
import { ignoreComment } from './checks/ignore-comment.ts';
import { metadataCopy } from './checks/metadata-copy.ts';
import { missingNativeLib } from './checks/missing-native-lib.ts';
import { passwords } from './checks/passwords.ts';
import { pipCacheLeft } from './checks/pip-cache-left.ts';
import { predictSmoke } from './checks/predict-smoke.ts';
import { readonlyNonroot } from './checks/readonly-nonroot.ts';
import { rootUser } from './checks/root-user.ts';
import { secretArgEnv } from './checks/secret-arg-env.ts';
import { secretFileCopied } from './checks/secret-file-copied.ts';
import { secretInHistory } from './checks/secret-in-history.ts';
import { secretInLayer } from './checks/secret-in-layer.ts';
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
import { userNameNotUid } from './checks/user-name-not-uid.ts';
import { useraddHighUid } from './checks/useradd-high-uid.ts';
import { weightsInLayer } from './checks/weights-in-layer.ts';

/** Every check there is, in alphabetical order of ids. A new check is one import and one line here. */
export const checks: readonly Check[] = [
  aptListsLeft,
  archiveLeft,
  baseTag,
  builds,
  bytesDeletedLate,
  bytesOverwritten,
  contextTooLarge,
  copyAllBeforeDeps,
  curlPipeSh,
  dockerignoreMissing,
  downloadUnverified,
  dupUid,
  editKeepsDeps,
  fullRebuildCached,
  healthNotices,
  healthPasses,
  healthcheck,
  ignoreComment(() => checks.map((check) => check.meta.id)),
  metadataCopy,
  missingNativeLib,
  passwords,
  pipCacheLeft,
  predictSmoke,
  readonlyNonroot,
  rootUser,
  secretArgEnv,
  secretFileCopied,
  secretInHistory,
  secretInLayer,
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
  userNameNotUid,
  useraddHighUid,
  weightsInLayer,
];
