import type { Check } from './check.ts';
import { builds } from './checks/builds.ts';
import { bytesDeletedLate } from './checks/bytes-deleted-late.ts';
import { bytesOverwritten } from './checks/bytes-overwritten.ts';
import { editKeepsDeps } from './checks/edit-keeps-deps.ts';
import { fullRebuildCached } from './checks/full-rebuild-cached.ts';
import { healthPasses } from './checks/health-passes.ts';
import { metadataCopy } from './checks/metadata-copy.ts';
import { missingNativeLib } from './checks/missing-native-lib.ts';
import { predictSmoke } from './checks/predict-smoke.ts';
import { readonlyNonroot } from './checks/readonly-nonroot.ts';
import { secretInLayer } from './checks/secret-in-layer.ts';
import { sigtermClean } from './checks/sigterm-clean.ts';
import { sizeBudget } from './checks/size-budget.ts';
import { weightsInLayer } from './checks/weights-in-layer.ts';

/** Every check there is, in alphabetical order of ids. A new check is one import and one line here. */
export const checks: readonly Check[] = [
  builds,
  bytesDeletedLate,
  bytesOverwritten,
  editKeepsDeps,
  fullRebuildCached,
  healthPasses,
  metadataCopy,
  missingNativeLib,
  predictSmoke,
  readonlyNonroot,
  secretInLayer,
  sigtermClean,
  sizeBudget,
  weightsInLayer,
];
