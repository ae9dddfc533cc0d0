import type { QuickFix, Severity } from '@dfm/contracts';
import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = {
  tooHigh: ['DL3011', 'DS-0008', 'kics:unix-ports-out-of-range'],
  mapping: ['ExposeInvalidFormat'],
  capitals: ['ExposeProtoCasing'],
  noPort: [],
};

export const ports: Check = {
  meta: {
    id: 'ports',
    title: 'Invalid port in EXPOSE',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects:
      'An EXPOSE with a number above 65535, a reversed range, a word that is not a port, a mapping to a host port, or a protocol in upper case.',
    why: 'EXPOSE records the port on which the program listens. An invalid port number makes the build fail, and a mapping to a host port has no effect here.',
    fix: 'Write the port inside the container, from 1 to 65535, with /udp if it is not TCP. The host port is set with docker run -p.',
    bad: 'EXPOSE 8080:80 80000',
    good: 'EXPOSE 80 8000/udp',
  },
  findings,
};

const maxPort = 65_535;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  if (!dockerfile.instructions.some(({ keyword }) => keyword === 'EXPOSE')) return found;
  walkStages(dockerfile, (instruction, { variables }) => {
    if (instruction.keyword !== 'EXPOSE') return;
    for (const word of instruction.words) {
      // A value that is set at build time cannot be judged.
      const values =
        substitute(word, variables, dockerfile.escape)
          ?.split(/\s+/u)
          .filter((value) => value !== '') ?? [];
      const problem = values.map(problemOf).find((message) => message !== undefined);
      if (problem === undefined) continue;
      found.push({
        ...rangeOf(instruction),
        also: also[problem.kind],
        severity: problem.severity,
        message: problem.message,
        fix: lowerProtocol(problem, instruction),
      });
      return;
    }
  });
  return found;
}

interface Problem {
  message: string;
  severity: Severity;
  kind: keyof typeof also;
}

function problemOf(value: string): Problem | undefined {
  const colon = value.lastIndexOf(':');
  if (colon >= 0)
    return {
      kind: 'mapping',
      severity: 'warning',
      message: `"${truncate(value)}" maps a host port, which EXPOSE cannot do. Write ${truncate(value.slice(colon + 1))} here and map it with docker run -p.`,
    };
  const slash = value.indexOf('/');
  const number = slash < 0 ? value : value.slice(0, slash);
  const protocol = slash < 0 ? 'tcp' : value.slice(slash + 1);
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/u.exec(number);
  if (match === null)
    return {
      kind: 'noPort',
      severity: 'error',
      message: `"${truncate(value)}" is not a port. Write a number, a range such as 8000-8010, or a variable.`,
    };
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  if (Math.max(from, to) > maxPort)
    return {
      kind: 'tooHigh',
      severity: 'error',
      message: `There is no port ${Math.max(from, to)}. The highest is ${maxPort}.`,
    };
  if (to < from)
    return {
      kind: 'noPort',
      severity: 'error',
      message: `The range ${match[0]} is reversed. Write the lower port first.`,
    };
  if (!/^(?:tcp|udp|sctp|)$/iu.test(protocol))
    return {
      kind: 'noPort',
      severity: 'error',
      message: `"${truncate(protocol)}" is not a protocol. Use tcp, udp or sctp.`,
    };
  return protocol === protocol.toLowerCase()
    ? undefined
    : {
        kind: 'capitals',
        severity: 'info',
        message: `Write the protocol in lower case: ${protocol.toLowerCase()}.`,
      };
}

function lowerProtocol({ kind }: Problem, { raw, startLine, endLine }: Instruction): QuickFix | undefined {
  const text =
    kind !== 'capitals'
      ? raw
      : raw.replaceAll(/\/(?:tcp|udp|sctp)\b/giu, (protocol) => protocol.toLowerCase());
  return text === raw ? undefined : { title: 'Write the protocol in lower case', startLine, endLine, text };
}
