import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = { chpasswd: ['CKV2_DOCKER_17'], none: ['DKL-LI-0001'], other: [] };

export const passwords: Check = {
  meta: {
    id: 'passwords',
    title: 'A user of the image gets a password',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static'],
    also: allRules(also),
    detects:
      'chpasswd, passwd that sets or removes a password, useradd and usermod with --password, and writing to /etc/shadow.',
    why: 'The password, or its hash, is the same in every copy of the image and can be read by all who pull it. An empty one lets everyone be that user. A service needs no login at all.',
    fix: 'Leave the password out. A user made by useradd or adduser --disabled-password has none and cannot log in; docker exec needs none.',
    bad: 'RUN useradd app && echo "app:secret" | chpasswd',
    good: 'RUN useradd --uid 10001 app',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const found = problem(command);
      return found === undefined
        ? []
        : [
            {
              ...rangeOfSpan(command.span),
              also: also[found.kind],
              message: `${found.what} Everyone who has the image has it, too. Leave it out: a service needs no login.`,
            },
          ];
    }),
  );
}

function problem({
  words,
  outputs,
  pipeline,
}: ShellCommand): { kind: keyof typeof also; what: string } | undefined {
  const name = baseName(words[0]!);
  const rest = words.slice(1);
  if (outputs?.includes('/etc/shadow'))
    return { kind: 'other', what: 'This writes a password entry into the image.' };
  if (name === 'chpasswd') return { kind: 'chpasswd', what: 'chpasswd writes a password into the image.' };
  if (name === 'passwd') {
    if (rest.some((word) => word === '--delete' || /^-[a-zA-Z]*d/u.test(word)))
      return { kind: 'none', what: 'This leaves the user without a password, so that anyone can be it.' };
    // Locking, unlocking and asking set none.
    const sets =
      rest.includes('--stdin') ||
      (pipeline !== undefined && pipeline[0]!.words !== words && rest.every((word) => !word.startsWith('-')));
    return sets ? { kind: 'other', what: 'passwd writes a password into the image.' } : undefined;
  }
  if (name !== 'useradd' && name !== 'usermod') return undefined;
  const value = passwordOf(rest);
  // A hash that begins so matches no password: the user is locked.
  if (value === undefined || /^[!*]/u.test(value)) return undefined;
  return { kind: value === '' ? 'none' : 'other', what: `${name} writes a password into the image.` };
}

/** The value of `-p`, `-px`, `--password` and `--password=`. */
function passwordOf(rest: readonly string[]): string | undefined {
  for (const [at, word] of rest.entries()) {
    if (word === '--password' || /^-[a-zA-Z]*p$/u.test(word)) return rest[at + 1];
    const glued = /^(?:--password=|-p)(.*)$/u.exec(word);
    if (glued !== null) return glued[1];
  }
  return undefined;
}
