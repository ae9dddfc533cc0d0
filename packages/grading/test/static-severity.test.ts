import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import type { Check } from '../src/check/check.ts';
import { copyRootOfStage } from '../src/checks/copy-root-of-stage/copy-root-of-stage.ts';
import { pipefail } from '../src/checks/pipefail/pipefail.ts';
import { platform } from '../src/checks/platform/platform.ts';
import { ports } from '../src/checks/ports/ports.ts';
import { stageAlias } from '../src/checks/stage-alias/stage-alias.ts';
import { undefinedVars } from '../src/checks/undefined-vars/undefined-vars.ts';
import { workdir } from '../src/checks/workdir/workdir.ts';
import { findingsOf } from '../src/static/read-static.ts';

// Some findings have a lower or higher severity than their check.
test.each<[check: Check, dockerfile: string, severity: string]>([
  [workdir, 'FROM a\nWORKDIR srv', 'warning'],
  [workdir, 'FROM a\nWORKDIR /srv\nWORKDIR app', 'info'],
  [workdir, 'FROM a\nRUN cd /x', 'info'],
  [pipefail, 'FROM a\nRUN curl x | sh', 'warning'],
  [pipefail, 'FROM a\nRUN echo x | tee y', 'info'],
  [pipefail, 'FROM a\nRUN echo x | a | b', 'warning'],
  [platform, 'FROM --platform=linux/amd64 a', 'warning'],
  [platform, 'FROM --platform=$TARGETPLATFORM a', 'info'],
  [ports, 'FROM a\nEXPOSE 99999', 'error'],
  [ports, 'FROM a\nEXPOSE 80:80', 'warning'],
  [ports, 'FROM a\nEXPOSE 80/TCP', 'info'],
  [stageAlias, 'FROM a AS b\nCOPY --from=b /x /y', 'error'],
  [stageAlias, 'FROM a AS b\nFROM a AS b', 'warning'],
  [stageAlias, 'FROM a AS B', 'info'],
  [undefinedVars, 'FROM a\nUSER $A', 'warning'],
  [undefinedVars, 'FROM Python', 'error'],
  [copyRootOfStage, 'FROM a AS b\nFROM a\nCOPY --from=b / /', 'warning'],
  [copyRootOfStage, 'FROM a AS b\nFROM scratch\nCOPY --from=b / /', 'info'],
])('$0.meta.id: $1', (check, dockerfile, severity) => {
  expect(
    findingsOf(check, { dockerfile: parseDockerfile(dockerfile), context: undefined }).map(
      (finding) => finding.severity,
    ),
  ).toEqual([severity]);
});
