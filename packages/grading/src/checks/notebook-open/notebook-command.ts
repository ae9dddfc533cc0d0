import { baseName } from '@dfm/dockerfile/shell/shell-commands';

const servers =
  /^(?:jupyter(?:-(?:lab|notebook|server|labhub|nbclassic))?|start-(?:notebook|singleuser)(?:\.(?:sh|py))?|start\.sh)$/u;
/**
 * Before Jupyter Server 2, the token was an option of the application; since then, it is an option of the
 * identity provider.
 */
const tokenOption = /^--(?:NotebookApp|ServerApp|LabApp|IdentityProvider|ExtensionApp)\.token(?:=(.*))?$/u;

/**
 * Problems of a command that starts a notebook server without authentication or as root; empty if there are
 * none.
 *
 * @param command argv, or the text of the shell form
 */
export function openNotebook(command: readonly string[] | string): string[] {
  const words =
    typeof command === 'string'
      ? shellWords(command)
      : command.length <= 4
        ? command.flatMap((word) => (word.includes(' ') ? shellWords(word) : word))
        : [...command];
  const problems: string[] = [];
  const marimo = words.findIndex((word) => baseName(word) === 'marimo');
  if (marimo >= 0 && words.includes('--no-token'))
    problems.push(
      'marimo is started with --no-token, so anyone who can reach the port can run code. Remove the option.',
    );
  const server = words.findIndex((word, at) => servers.test(baseName(word)) && !otherSubcommand(words, at));
  if (server < 0) return problems;
  const isEmpty = (value: string | undefined) => value === undefined || /^(?:|''|"")$/u.test(value);
  const open = words.some((word, at) => {
    const match = tokenOption.exec(word);
    if (match === null) return false;
    // `--X.token` without a value uses the next word, which may be missing, empty or another option.
    const next = words[at + 1];
    return match[1] === undefined
      ? next === undefined || isEmpty(next) || next.startsWith('--')
      : isEmpty(match[1]);
  });
  if (open)
    problems.push(
      'The notebook server is started with an empty token, so anyone who can reach the port can run code. Remove the option, and Jupyter generates a token at start.',
    );
  else if (
    words.includes('--allow-root') ||
    words.some((word) => /^--(?:Notebook|Server)App\.allow_root=True$/u.test(word))
  )
    problems.push(
      'The notebook server is started as root (--allow-root), so its code can change everything in the container. Set a USER, which makes the option unnecessary.',
    );
  return problems;
}

/** `jupyter nbconvert` and similar subcommands do not start a server. */
function otherSubcommand(words: readonly string[], at: number): boolean {
  const next = words[at + 1];
  return (
    baseName(words[at]!) === 'jupyter' &&
    next !== undefined &&
    /^[a-z]/u.test(next) &&
    !/^(?:lab|notebook|server|labhub|nbclassic)$/u.test(next)
  );
}

/** Longer commands are not read: none starts a server, and the editor must stay responsive. */
const maxLength = 32_000;

/** The words of a shell command without quotes, which is enough to read options. */
function shellWords(text: string): string[] {
  return text.length > maxLength
    ? []
    : [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/gu)].map(([word]) => word.replaceAll(/["']/gu, ''));
}

/**
 * The problem of a Jupyter configuration with an empty token, given as a file or as a command that writes
 * one.
 */
export function openSetting(text: string): string | undefined {
  if (!text.includes('token')) return undefined;
  const inPython =
    /c\.(?:NotebookApp|ServerApp|LabApp|IdentityProvider)\.token[ \t]{0,9}=[ \t]{0,9}u?(?:''|""|\\"\\"|\\'\\')/u.test(
      withoutCommented(text),
    );
  const inJson =
    /"token"\s{0,9}:\s{0,9}""/u.test(text) && /"(?:NotebookApp|ServerApp|IdentityProvider)"/u.test(text);
  return inPython || inJson
    ? 'This sets an empty token for the notebook server, so anyone who can reach the port can run code. Remove the setting, and Jupyter generates a token at start.'
    : undefined;
}

/** Removes comments, because the template that Jupyter generates contains every setting as a comment. */
function withoutCommented(text: string): string {
  return text.replaceAll(/^[ \t]*#.*$/gmu, '');
}
