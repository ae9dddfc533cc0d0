import type { Check, StaticFinding, StaticInput } from '../check.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';
import { leftoverVerdict } from '../image/leftover-verdict.ts';
import { appendCommand } from '../static/append-command.ts';
import { isInside, unlayeredMounts } from '../static/mounts.ts';
import { packageCommand } from '../static/package-command.ts';
import { placeOfSpan } from '../static/place.ts';
import { removes } from '../static/removed-paths.ts';
import { runSteps } from '../static/run-steps.ts';

const lists = '/var/lib/apt/lists';
const removal = `rm -rf ${lists}/*`;

export const aptListsLeft: Check = {
  meta: {
    id: 'apt-lists-left',
    title: 'apt package lists stay in a layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['DL3009', 'DKL-DI-0005'],
    detects: 'An apt-get update whose package lists in /var/lib/apt/lists are not removed by the same RUN.',
    why: 'The lists only serve to find packages during the build, and they are out of date soon. They take about 20 MB, and a later RUN can hide them but not take them back.',
    fix: `End the same RUN with ${removal}, or keep the lists out of the layer with a cache mount on /var/lib/apt.`,
    bad: 'RUN apt-get update && apt-get install -y --no-install-recommends libgomp1',
    good: `RUN apt-get update \\\n    && apt-get install -y --no-install-recommends libgomp1 \\\n    && ${removal}`,
  },
  findings,
  measure: (input) =>
    leftoverVerdict(input, isPackageList, {
      none: 'No layer carries apt package lists.',
      some: (size) => `${size} of apt package lists are in the image's layers. They are of no use at run time.`,
    }),
};

function findings({ dockerfile }: StaticInput): StaticFinding[] {
  return runSteps(dockerfile).flatMap(({ instruction, commands }) => {
    const update = commands.findLastIndex(isUpdate);
    if (update < 0 || commands.slice(update).some(removesLists)) return [];
    if (unlayeredMounts(instruction).some((target) => isInside(lists, target))) return [];
    return [
      {
        ...placeOfSpan(commands[update]!.span),
        message: `The package lists that this downloads stay in the layer. End the same RUN with "${removal}".`,
        fix: appendCommand(instruction, removal, 'Remove the package lists in this RUN', dockerfile),
      },
    ];
  });
}

function isUpdate(command: ShellCommand): boolean {
  const call = packageCommand(command);
  return call?.family === 'apt' && call.verb === 'update';
}

/** By rm or find, or by apt-get distclean, which newer releases have for it. */
function removesLists(command: ShellCommand): boolean {
  const verb = packageCommand(command)?.verb;
  return removes(command, lists) || verb === 'distclean' || verb === 'dist-clean';
}

function isPackageList(path: string): boolean {
  return /^var\/lib\/apt\/lists\/.*_(?:Packages|Sources|Translation|InRelease|Release)/u.test(path);
}
