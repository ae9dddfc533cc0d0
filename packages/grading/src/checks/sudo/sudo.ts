import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';

export const sudo: Check = {
  meta: {
    id: 'sudo',
    title: 'sudo in a RUN',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['DL3004', 'DS-0010', 'CKV2_DOCKER_1', 'DKL-DI-0001', 'kics:run-using-sudo'],
    detects: 'sudo in a RUN, and a sudo program that the Dockerfile adds to the image.',
    why: 'A RUN is executed as root unless a USER above it changes that, so sudo has no benefit. Once installed, it stays in the image, where it can make an attacker who takes over the service root.',
    fix: 'Remove sudo. If a step below USER needs root, put USER root above that step and switch back below it.',
    bad: 'USER app\nRUN sudo apt-get update',
    good: 'USER root\nRUN apt-get update\nUSER app',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands
      .filter((command, at) => callsSudo(command) && !sameCall(command, commands[at - 1]))
      .map(({ span }) => ({
        ...rangeOfSpan(span),
        message:
          'This RUN calls sudo. Remove sudo from the command. If an earlier USER switched to a different user, put USER root above this step and switch back below it.',
      })),
  );
}

function callsSudo({ words, through }: ShellCommand): boolean {
  return through?.includes('sudo') === true || baseName(words[0]!) === 'sudo';
}

/** `sudo sh -c 'a; b'` is one call of sudo with two commands at the same position. */
function sameCall(command: ShellCommand, previous: ShellCommand | undefined): boolean {
  return previous !== undefined && callsSudo(previous) && previous.span.start === command.span.start;
}

function measure({ replay, layerLines, findings: found }: MeasuredInput): Measured {
  if (replay === undefined) return noImage;
  const program = replay.live.find(
    ({ path, layer }) => layer >= replay.baseLayers && /^(?:usr\/(?:local\/)?)?s?bin\/sudo$/u.test(path),
  );
  if (program !== undefined) {
    return {
      status: 'fail',
      line: layerLines[program.layer],
      message: `The image contains /${program.path}, which a step of this Dockerfile added.`,
      evidence: [{ label: 'Program', value: `/${program.path}`, unit: 'path' }],
    };
  }
  const [call] = found;
  if (call === undefined) return { status: 'pass', message: 'No step adds sudo to the image.' };
  return {
    status: 'pass',
    line: call.line,
    endLine: call.endLine,
    message: 'A step calls sudo, but no step adds it to the final image. You can still remove the call.',
  };
}
