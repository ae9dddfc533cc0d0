import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions, finalStage, walkChain } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';

export const userNameNotUid: Check = {
  meta: {
    id: 'user-name-not-uid',
    title: 'User given by name instead of id',
    axis: 'security',
    topic: 'security',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static', 'image'],
    also: ['DL3066'],
    detects:
      'A user that is given by name: the last USER of the final stage, and the user in the configuration of the built image.',
    why: 'The id of a name is stored in a file inside the image, which Kubernetes does not read. With runAsNonRoot, Kubernetes does not start a container whose user is a name.',
    fix: 'Give the user a fixed id when you create it, and end with USER and that number.',
    bad: 'RUN useradd --uid 10001 app\nUSER app',
    good: 'RUN useradd --uid 10001 app\nUSER 10001',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const last = finalInstructions(dockerfile).findLast((instruction) => instruction.keyword === 'USER');
  if (last === undefined) return [];
  const { user } = walkChain(dockerfile, finalStage(dockerfile), () => {});
  const name = user === undefined ? undefined : nameOf(user);
  if (name === undefined) return [];
  return [
    {
      ...rangeOf(last),
      message: `${truncate(name)} is a name. Kubernetes cannot tell whether it is root, so it does not start the container with runAsNonRoot. Write USER with the numeric id.`,
    },
  ];
}

/** The name in `name[:group]`; undefined for a number and for nothing. */
function nameOf(user: string): string | undefined {
  const name = user.split(':', 1)[0]!.trim();
  return name === '' || /^\d+$/u.test(name) ? undefined : name;
}

function measure({ evidence: { image } }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const { user } = image.config;
  const name = nameOf(user);
  const evidence = [
    {
      label: 'User of the image',
      value: user === '' ? '(none)' : user.slice(0, 100),
      unit: 'text' as const,
      wanted: 'a number',
    },
  ];
  if (name === undefined)
    return {
      status: 'pass',
      message:
        user === ''
          ? 'The image sets no user.'
          : `The user of the image is the number ${user.split(':', 1)[0]!}.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `The user of the image is the name ${truncate(name)}, and its id is not known outside the image.`,
    evidence,
  };
}
