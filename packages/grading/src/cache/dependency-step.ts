import type { Instruction } from '../dockerfile/model.ts';

/** Commands that fetch packages, at the start of one simple command, after assignments and wrappers were taken off. */
const installers: readonly RegExp[] = [
  /^(?:python[\d.]*\s+-m\s+)?pip[\d.]*\s+(?:-\S+\s+)*install\b/,
  /^uv\s+(?:-\S+\s+)*(?:pip\s+(?:-\S+\s+)*(?:install|sync)|sync|add)\b/,
  /^(?:conda|mamba|micromamba)\s+(?:-\S+\s+)*(?:install|create|update|env\s+(?:create|update))\b/,
  /^(?:poetry|pipenv|pdm)\s+(?:-\S+\s+)*(?:install|sync)\b/,
  /^apt(?:-get)?\s+(?:-\S+\s+)*install\b/,
  /^apk\s+(?:-\S+\s+)*add\b/,
  /^(?:dnf|yum|microdnf)\s+(?:-\S+\s+)*install\b/,
  /^npm\s+(?:ci|install)\b/,
];

/** `pip install --no-deps .` puts the learner's own code in place and fetches nothing; with a list of packages it does. */
function placesOwnCode(command: string): boolean {
  return /\s--no-deps\b/.test(command) && /\s\.(?:\/\S*)?(?:\[|\s|$)/.test(command) && !/\s(?:-r|--requirement)\b/.test(command);
}

/** Whether an instruction is a RUN that installs packages from outside the context, by pip, uv, conda, apt and their like. */
export function installsDependencies(instruction: Pick<Instruction, 'keyword' | 'args' | 'json' | 'heredocs'>): boolean {
  if (instruction.keyword !== 'RUN') return false;
  const { json, args, heredocs } = instruction;
  const commands = json === undefined ? [args, ...heredocs.map((heredoc) => heredoc.body)].flatMap(simpleCommands) : [json.join(' '), ...simpleCommands(json.at(-1) ?? '')];
  return commands.some((command) => installers.some((installer) => installer.test(command)) && !placesOwnCode(command));
}

/** Splits at shell separators and takes off what may stand before a command's name. A rough reading, and enough to name a program. */
function simpleCommands(script: string): string[] {
  return script.split(/&&|\|\||[;|\n(){}]/).map((part) => part.trim().replace(/^(?:(?:[A-Za-z_]\w*=\S*|sudo|env|time|exec|command|then|do|else|!)\s+)*/, '').replace(/^\/?(?:[\w.-]+\/)+/, ''));
}
