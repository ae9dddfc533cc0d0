import type { Check } from './check.ts';
import { addNotCopy } from './checks/add-not-copy.ts';
import { aptListsLeft } from './checks/apt-lists-left.ts';
import { baseTag } from './checks/base-tag.ts';
import { builds } from './checks/builds.ts';
import { bytesDeletedLate } from './checks/bytes-deleted-late.ts';
import { bytesOverwritten } from './checks/bytes-overwritten.ts';
import { contextTooLarge } from './checks/context-too-large.ts';
import { copyAllBeforeDeps } from './checks/copy-all-before-deps.ts';
import { copyIgnored } from './checks/copy-ignored.ts';
import { copyRootOfStage } from './checks/copy-root-of-stage.ts';
import { dockerignoreMissing } from './checks/dockerignore-missing.ts';
import { editKeepsDeps } from './checks/edit-keeps-deps.ts';
import { fullRebuildCached } from './checks/full-rebuild-cached.ts';
import { healthNotices } from './checks/health-notices.ts';
import { healthPasses } from './checks/health-passes.ts';
import { healthcheck } from './checks/healthcheck.ts';
import { ignoreComment } from './checks/ignore-comment.ts';
import { layerCount } from './checks/layer-count.ts';
import { legacySyntax } from './checks/legacy-syntax.ts';
import { metadataCopy } from './checks/metadata-copy.ts';
import { missingNativeLib } from './checks/missing-native-lib.ts';
import { multipleCmd } from './checks/multiple-cmd.ts';
import { noCacheMount } from './checks/no-cache-mount.ts';
import { pipCacheLeft } from './checks/pip-cache-left.ts';
import { pipefail } from './checks/pipefail.ts';
import { platform } from './checks/platform.ts';
import { ports } from './checks/ports.ts';
import { predictSmoke } from './checks/predict-smoke.ts';
import { readonlyNonroot } from './checks/readonly-nonroot.ts';
import { rootUser } from './checks/root-user.ts';
import { secretArgEnv } from './checks/secret-arg-env.ts';
import { secretInLayer } from './checks/secret-in-layer.ts';
import { shellFormCmd } from './checks/shell-form-cmd.ts';
import { sigtermClean } from './checks/sigterm-clean.ts';
import { sizeBudget } from './checks/size-budget.ts';
import { stageAlias } from './checks/stage-alias.ts';
import { toolchainInFinal } from './checks/toolchain-in-final.ts';
import { undefinedVars } from './checks/undefined-vars.ts';
import { volatileArgEarly } from './checks/volatile-arg-early.ts';
import { weightsInLayer } from './checks/weights-in-layer.ts';
import { workdir } from './checks/workdir.ts';

/** Every check there is, in alphabetical order of ids. A new check is one import and one line here. */
export const checks: readonly Check[] = [
  addNotCopy,
  aptListsLeft,
  baseTag,
  builds,
  bytesDeletedLate,
  bytesOverwritten,
  contextTooLarge,
  copyAllBeforeDeps,
  copyIgnored,
  copyRootOfStage,
  dockerignoreMissing,
  editKeepsDeps,
  fullRebuildCached,
  healthNotices,
  healthPasses,
  healthcheck,
  ignoreComment(() => checks.map((check) => check.meta.id)),
  layerCount,
  legacySyntax,
  metadataCopy,
  missingNativeLib,
  multipleCmd,
  noCacheMount,
  pipCacheLeft,
  pipefail,
  platform,
  ports,
  predictSmoke,
  readonlyNonroot,
  rootUser,
  secretArgEnv,
  secretInLayer,
  shellFormCmd,
  sigtermClean,
  sizeBudget,
  stageAlias,
  toolchainInFinal,
  undefinedVars,
  volatileArgEarly,
  weightsInLayer,
  workdir,
];
