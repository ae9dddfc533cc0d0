import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeInArgs, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, walkChain } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import type { VariableValues } from '@dfm/dockerfile/syntax/variables';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { noImage } from '../../check/skipped.ts';

const sshPort = 22;
const server = /^(?:openssh-server|openssh-sftp-server|dropbear|dropbear-bin|dropbear-run)(?:[=~<>].*)?$/u;

const also = { port: ['CKV_DOCKER_1', 'DS-0004', 'kics:exposing-port-22-ssh'], server: [] };

export const sshExposed: Check = {
  meta: {
    id: 'ssh-exposed',
    title: 'SSH server or port in the image',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'EXPOSE of port 22, alone or in a range, an SSH server that the final stage installs, and an SSH server in the built image.',
    why: 'An SSH server is a second way into the container, with its own keys and passwords, which are the same in every copy of the image. It is not needed, because docker exec and kubectl exec open a shell.',
    fix: 'Remove the EXPOSE and the SSH server. If you need a shell, use docker exec.',
    bad: 'EXPOSE 22 8000',
    good: 'EXPOSE 8000',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  walkChain(dockerfile, finalStage(dockerfile), (written, { shell, variables }) => {
    const instruction = triggerOf(written, dockerfile.escape);
    if (instruction.keyword === 'EXPOSE') found.push(...exposed(instruction, variables, dockerfile.escape));
    for (const command of shellCommands(instruction, shell)) {
      const call = packageCommand(command);
      const name =
        call !== undefined && installsPackages(call)
          ? call.packages.find((item) => server.test(item.name))?.name
          : undefined;
      if (name !== undefined)
        found.push({
          ...rangeOfSpan(command.span),
          also: also.server,
          severity: 'info',
          message: `${name} installs an SSH server in the image. Remove it, because docker exec opens a shell in a running container.`,
        });
    }
  });
  return found;
}

function exposed(expose: Instruction, variables: VariableValues, escape: string): StaticFinding[] {
  let from = 0;
  for (const word of expose.words) {
    const at = expose.args.indexOf(word, from);
    from = at + word.length;
    const ports = substitute(word, variables, escape) ?? unquote(word, escape);
    if (!ports.split(/\s+/u).some(includesSsh)) continue;
    return [
      {
        ...rangeInArgs(expose, at, from),
        also: also.port,
        message: `This exposes port ${sshPort}, the port of SSH. Remove it, because docker exec opens a shell in a running container.`,
      },
    ];
  }
  return [];
}

/** `22`, `22/tcp`, `20-25`, `2222:22`. */
function includesSsh(spec: string): boolean {
  const ports = /^(?:.*:)?(\d{1,5})(?:-(\d{1,5}))?(?:\/\w+)?$/u.exec(spec);
  return ports !== null && Number(ports[1]) <= sshPort && sshPort <= Number(ports[2] ?? ports[1]);
}

function measure({ replay, layerLines, findings: found }: MeasuredInput): Measured {
  if (replay === undefined) return noImage;
  const program = replay.live.find(
    ({ path, layer }) =>
      layer >= replay.baseLayers && /^(?:usr\/(?:local\/)?)?s?bin\/(?:sshd|dropbear)$/u.test(path),
  );
  if (program !== undefined) {
    return {
      status: 'fail',
      line: layerLines[program.layer],
      message: `The image contains an SSH server, /${program.path}.`,
      evidence: [{ label: 'Program', value: `/${program.path}`, unit: 'path' }],
    };
  }
  const exposedPort = found.find(({ severity }) => severity !== 'info');
  if (exposedPort === undefined)
    return { status: 'pass', message: 'No step adds an SSH server or exposes port 22.' };
  return {
    status: 'warn',
    line: exposedPort.line,
    endLine: exposedPort.endLine,
    message:
      'The image exposes port 22, but no step adds an SSH server. Remove the EXPOSE, because it suggests that there is one.',
  };
}
