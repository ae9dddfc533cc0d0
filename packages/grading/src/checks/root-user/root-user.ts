import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { Dockerfile, Instruction, Stage } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions, finalStage, stageChain, walkChain } from '@dfm/dockerfile/syntax/stages';
import { withCaseOf } from '@dfm/dockerfile/syntax/written-keyword';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { skipped } from '../../check/skipped.ts';

const asRoot = ['DS-0002', 'CIS-DI-0001'];
const also = {
  noUser: [...asRoot, 'CKV_DOCKER_3', 'kics:missing-user-instruction'],
  lastIsRoot: ['DL3002', ...asRoot, 'CKV_DOCKER_8', 'kics:last-user-is-root'],
};

export const rootUser: Check = {
  meta: {
    id: 'root-user',
    title: 'Container runs as root',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 10,
    needs: ['static', 'image', 'run'],
    also: allRules(also),
    detects:
      'Whether process 1 of the started container has user id 0. In the text: no USER, or root as the last USER, which is only a hint.',
    why: 'If the isolation of the container fails, root in the container is root on the host. Inside the container, root can change every file of the service.',
    fix: 'Create a user with a fixed numeric id, and end with USER and that id.',
    bad: 'CMD ["python", "app.py"]',
    good: 'RUN useradd --uid 10001 --create-home app\nUSER 10001\nCMD ["python", "app.py"]',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const stage = finalStage(dockerfile);
  if (stage === undefined) return [];
  const last = finalInstructions(dockerfile).findLast((instruction) => instruction.keyword === 'USER');
  if (last === undefined) {
    const base = stageChain(dockerfile, stage)[0]!.base.resolved;
    // The name of such a base shows that it sets a user. A variable without a default shows nothing.
    if (base === undefined || base.includes('nonroot')) return [];
    return [
      {
        ...rangeOf(stage.from),
        also: also.noUser,
        message:
          'There is no USER, so the container runs as root unless the base image sets a user. Create a user, and end with USER and its id.',
        fix: addUser(stage, dockerfile),
      },
    ];
  }
  const { user } = walkChain(dockerfile, stage, () => {});
  if (user === undefined || !isRoot(user)) return [];
  return [
    {
      ...rangeOf(last),
      also: also.lastIsRoot,
      message:
        'The last USER is root, so the container runs as root. End with USER and the id of a non-root user.',
      fix: replaceUser(last, stage),
    },
  ];
}

/** The id of a user that no base image has. A process needs no entry in /etc/passwd to run under it. */
const unusedUid = 10_001;

/** Adds a USER above what the container starts; undefined if the final stage does not set that. */
function addUser({ instructions }: Stage, { lines }: Dockerfile): QuickFix | undefined {
  const starts = instructions.find(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD');
  if (starts === undefined) return undefined;
  // A build step below it would lose the right to write.
  if (instructions.some(({ keyword, startLine }) => keyword === 'RUN' && startLine > starts.startLine))
    return undefined;
  const { startLine } = starts;
  const gap = lines[startLine - 2]?.trim() === '' ? [''] : [];
  return {
    title: `Add USER ${unusedUid}`,
    startLine,
    endLine: startLine,
    text: [`${withCaseOf(starts, 'USER')} ${unusedUid}`, ...gap, lines[startLine - 1]!].join('\n'),
    needsReview: true,
  };
}

/** Changes the user; undefined if a build step below needs root, or the USER is in a parent stage. */
function replaceUser(last: Instruction, { index, instructions }: Stage): QuickFix | undefined {
  const { startLine, endLine } = last;
  if (
    last.stage !== index ||
    instructions.some((other) => other.keyword === 'RUN' && other.startLine > endLine)
  )
    return undefined;
  return {
    title: `Change it to USER ${unusedUid}`,
    startLine,
    endLine,
    text: `${withCaseOf(last, 'USER')} ${unusedUid}`,
    needsReview: true,
  };
}

function measure({ evidence: { run, image } }: MeasuredInput): Measured {
  const uid = run?.normal.uid;
  if (uid !== undefined) {
    const evidence = [{ label: 'User id of process 1', value: uid, unit: 'uid' as const, wanted: 'not 0' }];
    return uid === 0
      ? {
          status: 'fail',
          message: 'Measured in the running container: process 1 is root (user id 0).',
          evidence,
        }
      : {
          status: 'pass',
          message: `Measured in the running container: process 1 has user id ${uid}.`,
          evidence,
        };
  }
  if (image === undefined)
    return skipped('Not measured: there is neither a container nor an image to inspect.');
  const { user } = image.config;
  const evidence = [
    {
      label: 'User of the image',
      value: user === '' ? '(none)' : user,
      unit: 'text' as const,
      wanted: 'not root',
    },
  ];
  if (isRoot(user)) return { status: 'fail', message: 'The image sets no user other than root.', evidence };
  const why =
    run === undefined
      ? 'The image was not run.'
      : 'The container ended before its process could be examined.';
  return { status: 'pass', message: `The image sets the user ${user}. ${why}`, evidence };
}

/** `user[:group]` of USER or of an image's config. Empty means root. */
function isRoot(user: string): boolean {
  return /^(?:|root|0+)$/u.test(user.split(':', 1)[0]!.trim());
}
