import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import { rangeOf, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, walkChain } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { openNotebook, openSetting } from './notebook-command.ts';

export const notebookOpen: Check = {
  meta: {
    id: 'notebook-open',
    title: 'Notebook server without authentication',
    axis: 'security',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'image', 'run'],
    also: [],
    detects:
      'Jupyter started with an empty token (in the command, the entry point or a configuration file) or as root with --allow-root, and marimo started with --no-token.',
    why: 'A notebook server runs any code sent to it. Without a token, anyone who can reach the port has a shell in the container, with its data, its network and the credentials in its environment. With --allow-root, it is a root shell.',
    fix: 'Keep the token: Jupyter generates one at each start and prints it, or uses JUPYTER_TOKEN, which you can set when you start the container. Run it as a non-root user, so that --allow-root is not needed.',
    bad: `CMD ["jupyter", "lab", "--ip=0.0.0.0", "--allow-root", "--ServerApp.token="]`,
    good: `USER 1000\nCMD ["jupyter", "lab", "--ip=0.0.0.0"]`,
  },
  findings,
  measure,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  const starts = new Map<string, StaticFinding[]>();
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { shell }) => {
    const { keyword, json, args } = instruction;
    if (factsOf(keyword).setsStartCommand) {
      // Only the last of each counts, and a new entry point resets the command.
      if (keyword === 'ENTRYPOINT') starts.delete('CMD');
      starts.set(
        keyword,
        openNotebook(json ?? args).map((problem) => ({ ...rangeOf(instruction), message: problem })),
      );
      return;
    }
    if (keyword === 'RUN') {
      for (const command of shellCommands(instruction, shell)) {
        // A server that runs during the build cannot be reached, but settings written to its configuration
        // stay.
        const setting = openSetting(command.words.join(' '));
        if (setting !== undefined) found.push({ ...rangeOfSpan(command.span), message: setting });
      }
      if (instruction.heredocs.length > 0 && !found.some(({ line }) => line >= instruction.startLine)) {
        const setting = instruction.heredocs
          .map(({ body }) => openSetting(body))
          .find((problem) => problem !== undefined);
        if (setting !== undefined) found.push({ ...rangeOf(instruction), message: setting });
      }
      return;
    }
    if (!factsOf(keyword).copiesFiles) return;
    const fromHeredoc = instruction.heredocs
      .map(({ body }) => openSetting(body))
      .find((problem) => problem !== undefined);
    const file = context?.files.find(
      ({ path, text }) =>
        text !== undefined &&
        /(?:^|\/)jupyter\w*_config\.(?:py|json)$/u.test(path) &&
        args.includes(path.slice(path.lastIndexOf('/') + 1)),
    );
    const setting = fromHeredoc ?? (file === undefined ? undefined : openSetting(file.text!));
    if (setting !== undefined)
      found.push({
        ...rangeOf(instruction),
        message: file === undefined ? setting : `${file.path}: ${setting}`,
      });
  });
  return [...found, ...[...starts.values()].flat()].sort((a, b) => a.line - b.line || a.column - b.column);
}

function measure({ evidence: { image, run }, findings: found }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const { entrypoint, cmd } = image.config;
  const [problem] = openNotebook([...(entrypoint ?? []), ...(cmd ?? [])]);
  const evidence = [
    {
      label: 'Start command',
      value: [...(entrypoint ?? []), ...(cmd ?? [])].join(' ').slice(0, 300),
      unit: 'text' as const,
    },
  ];
  // Printed by Jupyter if neither a token nor a password is set.
  if (run !== undefined && /All authentication is disabled/u.test(run.normal.logTail))
    return {
      status: 'fail',
      message:
        'The server reports at start that all authentication is disabled, so anyone who can reach the port can run code.',
      evidence,
    };
  if (problem !== undefined) return { status: 'fail', message: problem, evidence };
  const [hint] = found;
  if (hint !== undefined)
    return { status: 'warn', line: hint.line, endLine: hint.endLine, message: hint.message, evidence };
  return {
    status: 'pass',
    message: 'The image does not start a notebook server without authentication.',
    evidence,
  };
}
