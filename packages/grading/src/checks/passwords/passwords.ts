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
    title: 'Password set for a user of the image',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static'],
    also: allRules(also),
    detects:
      'chpasswd, passwd that sets or removes a password, useradd and usermod with --password, and output redirected to /etc/shadow.',
    why: 'The password or its hash is the same in every copy of the image, and anyone who pulls the image can read it. With an empty password, anyone can become that user. A service needs no login at all.',
    fix: 'Do not set a password. A user created with useradd or adduser --disabled-password has none and cannot log in. docker exec does not need one.',
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
              message: `${found.what} It is available to anyone who has the image. Remove it, because a service needs no login.`,
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
      return { kind: 'none', what: 'This removes the password, so anyone can become that user.' };
    // Locking, unlocking and querying do not set a password.
    const sets =
      rest.includes('--stdin') ||
      (pipeline !== undefined && pipeline[0]!.words !== words && rest.every((word) => !word.startsWith('-')));
    return sets ? { kind: 'other', what: 'passwd writes a password into the image.' } : undefined;
  }
  if (name !== 'useradd' && name !== 'usermod') return undefined;
  const value = passwordOf(rest);
  // A hash with this prefix matches no password, so the user is locked.
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
