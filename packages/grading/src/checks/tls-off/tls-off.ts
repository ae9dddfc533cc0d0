import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { disablesTls, insecureWord } from './insecure-transport.ts';
import { variablesSet } from './variables-set.ts';

/** Checkov has a rule for each of these and for no others. */
const also = {
  variables: new Map([
    ['PYTHONHTTPSVERIFY', ['CKV2_DOCKER_5']],
    ['NODE_TLS_REJECT_UNAUTHORIZED', ['CKV2_DOCKER_6']],
    ['NPM_CONFIG_STRICT_SSL', ['CKV2_DOCKER_12']],
    ['npm_config_strict_ssl', ['CKV2_DOCKER_12']],
    ['GIT_SSL_NO_VERIFY', ['CKV2_DOCKER_14']],
    ['PIP_TRUSTED_HOST', ['CKV2_DOCKER_16']],
  ]),
  /** Rules by the beginning of the call and the word that disables the check. */
  commands: [
    [/^curl /u, /^/u, 'CKV2_DOCKER_2'],
    [/^wget /u, /^--no-check-certificate$/u, 'CKV2_DOCKER_3'],
    [/^/u, /^--trusted-host(?:=|$)/u, 'CKV2_DOCKER_4'],
    [/^(?:npm|yarn) /u, /^["']?strict-ssl\b/u, 'CKV2_DOCKER_13'],
    [/^(?:yum|dnf)(?:-| (?:-\S+ )*)config-manager /u, /^--setopt=/u, 'CKV2_DOCKER_15'],
  ],
} as const;

export const tlsOff: Check = {
  meta: {
    id: 'tls-off',
    title: 'Certificate checks disabled',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [...new Set([...also.variables.values()].flat()), ...also.commands.map(([, , rule]) => rule)],
    detects:
      'Options, settings and variables that make curl, wget, pip, uv, git, npm, yarn, conda, apt, dnf and others accept any certificate, in a RUN and in the environment of the image.',
    why: 'Without the check, anyone between you and the server can send a different file, and the build uses it. If it is disabled by a variable of the image, this also applies to every container.',
    fix: 'Remove the option. If a server has a certificate from your own authority, add that authority: COPY its certificate to /usr/local/share/ca-certificates and run update-ca-certificates.',
    bad: 'RUN curl -k -o model.bin https://models.example/model.bin',
    good: 'RUN curl -fsSL -o model.bin https://models.example/model.bin',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const byVariable = variablesSet(dockerfile)
    .filter(({ name, value }) => disablesTls(name, value))
    .map(({ name, range }): StaticFinding => ({
      ...range,
      also: also.variables.get(name) ?? [],
      message: `${name} with this value disables certificate checks in every program that reads it. Remove it. If you have your own certificate authority, add its certificate.`,
    }));
  const byCommand = everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command): StaticFinding[] => {
      const word = insecureWord(command);
      return word === undefined
        ? []
        : [
            {
              ...rangeOfSpan(command.span),
              also: rulesOf(command, word),
              message: `${word.slice(0, 60)} disables the certificate check, so the content may come from anyone. Remove it. If you have your own certificate authority, add its certificate.`,
            },
          ];
    }),
  );
  return [...byVariable, ...byCommand].sort((a, b) => a.line - b.line || a.column - b.column);
}

function rulesOf({ words }: ShellCommand, word: string): string[] {
  const call = `${baseName(words[0]!)} ${words.slice(1).join(' ')}`.slice(0, 2000);
  return also.commands.flatMap(([start, off, rule]) => (start.test(call) && off.test(word) ? [rule] : []));
}

function measure({ evidence: { image }, dockerfile }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const names = image.config.env.flatMap((entry) => {
    const equals = entry.indexOf('=');
    return equals > 0 && disablesTls(entry.slice(0, equals), entry.slice(equals + 1))
      ? [entry.slice(0, equals)]
      : [];
  });
  // Evaluated again, because a comment that silences the finding in the editor earns no points.
  const [hint] = findings({ dockerfile, context: undefined });
  if (names.length > 0) {
    return {
      status: 'fail',
      line: hint?.line,
      endLine: hint?.endLine,
      message: `${names[0]} in the environment of the image disables certificate checks in every container.`,
      evidence: names
        .slice(0, 5)
        .map((name) => ({ label: 'In the environment', value: name, unit: 'text' as const })),
    };
  }
  if (hint !== undefined)
    return { status: 'fail', line: hint.line, endLine: hint.endLine, message: hint.message };
  return { status: 'pass', message: 'No step and no variable of the image disables certificate checks.' };
}
