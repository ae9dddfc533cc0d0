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

/** `pip install --no-deps .` puts the learner's own code in place and fetches nothing. */
const ownCodeOnly = /\s--no-deps\b/;

/** Whether an instruction is a RUN that installs packages from outside the context, by pip, uv, conda, apt and their like. */
export function installsDependencies(instruction: Pick<Instruction, 'keyword' | 'raw'>): boolean {
  if (instruction.keyword !== 'RUN') return false;
  const script = instruction.raw.replace(/\\\r?\n/g, ' ').replace(/^\s*RUN\s+/i, '').replace(/(?:--\w+(?:=\S+)?\s+)*/y, '');
  return simpleCommands(script).some((command) => installers.some((installer) => installer.test(command)) && !ownCodeOnly.test(command));
}

/** Splits at shell separators and takes off what may stand before a command's name. A rough reading, and enough to name a program. */
function simpleCommands(script: string): string[] {
  const exec = jsonWords(script);
  if (exec !== undefined) return [exec.join(' '), exec.at(-1) ?? ''];
  return script.split(/&&|\|\||[;|\n(){}]/).map((part) => part.trim().replace(/^(?:(?:[A-Za-z_]\w*=\S*|sudo|env|time|exec|command|then|do|else|!)\s+)*/, '').replace(/^\/?(?:[\w.-]+\/)+/, ''));
}

function jsonWords(script: string): string[] | undefined {
  if (!script.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(script);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}
