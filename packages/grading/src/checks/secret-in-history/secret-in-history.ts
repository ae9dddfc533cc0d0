import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeInArgs, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions, finalStage, stageChain, walkStages } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { noImage } from '../../check/skipped.ts';
import { isOwnHit } from '../../secrets/secret-location.ts';
import { canBeSecret } from '../../secrets/secret-names.ts';
import { listed } from '../../verdict/wording.ts';
import { keepsCredentials, passwordsInAddresses, typedCredential } from './typed-credentials.ts';

const also = { storedLogin: ['DS-0031'], typed: [] };

export const secretInHistory: Check = {
  meta: {
    id: 'secret-in-history',
    title: 'Password or token in the Dockerfile',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 10,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'Credentials in the text of an instruction: a URL with a password, a password in an option, a token in a header, or a login command that stores its credentials. In the image: secrets in its history, environment, labels and commands. The names of ARG and ENV are covered by secret-arg-env.',
    why: 'The history of an image repeats its instructions literally, and docker history shows it to anyone who can pull the image. The Dockerfile itself is usually in a repository that even more people can read.',
    fix: 'Remove the value from the Dockerfile, pass it to the step with RUN --mount=type=secret,id=…, which provides it as the file /run/secrets/…, and revoke the old value.',
    bad: 'RUN git clone https://build:s3cr3t-word@git.example/team/model.git',
    good: 'RUN --mount=type=secret,id=git git -c http.extraHeader="Authorization: Bearer $(cat /run/secrets/git)" clone https://git.example/team/model.git',
  },
  findings,
  mayDisqualify: true,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  for (const instruction of dockerfile.instructions)
    if (instruction.stage === undefined) found.push(...inAddresses(instruction));
  walkStages(dockerfile, (written, { shell }) => {
    const instruction = triggerOf(written, dockerfile.escape);
    const inText = inAddresses(instruction);
    found.push(...inText);
    if (inText.length > 0) return;
    const mounted = flagValues(instruction, 'mount').some((mount) =>
      /(?:^|,)type=secret(?:,|$)/u.test(mount),
    );
    for (const command of shellCommands(instruction, shell)) {
      const what =
        typedCredential(command, mounted) ??
        (instruction.heredocs.length > 0 &&
        command.words.some((word) => passwordsInAddresses(word).length > 0)
          ? 'the password in the URL'
          : undefined);
      if (what !== undefined)
        found.push({
          ...rangeOfSpan(command.span),
          also: keepsCredentials(command) ? also.storedLogin : also.typed,
          message: message(what),
        });
    }
  });
  return found;
}

function inAddresses(instruction: Instruction): StaticFinding[] {
  return passwordsInAddresses(instruction.args)
    .slice(0, 1)
    .map(([from, to]) => ({
      ...rangeInArgs(instruction, from, to),
      also: also.typed,
      message: message('the password in the URL'),
    }));
}

function message(what: string): string {
  return `The Dockerfile contains or stores ${what.slice(0, 80)}, so it is in the image. Use RUN --mount=type=secret, and revoke the old value.`;
}

function measure({ evidence: { image }, dockerfile }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const hits = image.secrets.filter(({ where }) => where !== 'layer');
  // Evaluated again, because a comment that silences the finding in the editor earns no points.
  const [hint] = findings({ dockerfile, context: undefined });
  if (hits.length > 0) {
    return {
      status: 'fail',
      line: hint?.line,
      endLine: hint?.endLine,
      message: `The history or configuration of the image contains a secret: ${listed(hits.map(({ rule, where, name }) => `${rule} in ${name === undefined ? `its ${where}` : name.slice(0, 60)}`))}.`,
      evidence: hits
        .slice(0, 5)
        .map(({ rule, where }) => ({ label: rule, value: where, unit: 'text' as const })),
      disqualifies: hits.some((hit) => isOwnHit(hit, dockerfile, image)),
    };
  }
  if (hint === undefined)
    return {
      status: 'pass',
      message:
        'Neither the instructions nor the history and configuration of the image contain a credential.',
    };
  return isShipped(hint, dockerfile)
    ? {
        status: 'fail',
        line: hint.line,
        endLine: hint.endLine,
        message: hint.message,
        disqualifies: repeatsPassword(dockerfile),
      }
    : {
        status: 'warn',
        line: hint.line,
        endLine: hint.endLine,
        message:
          'A build stage contains a credential. It is not in the final image, but in the Dockerfile, the build cache and the build records.',
      };
}

/** Whether the history contains the password of a URL literally. */
function repeatsPassword(dockerfile: Dockerfile): boolean {
  return finalInstructions(dockerfile).some(({ args }) =>
    passwordsInAddresses(args).some(([from, to]) => canBeSecret(args.slice(from, to))),
  );
}

function isShipped({ line }: StaticFinding, dockerfile: Dockerfile): boolean {
  return stageChain(dockerfile, finalStage(dockerfile)).some(({ instructions }) =>
    instructions.some(({ startLine, endLine }) => startLine <= line && line <= endLine),
  );
}
