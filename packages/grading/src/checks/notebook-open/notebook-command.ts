import { baseName } from '@dfm/dockerfile/shell/shell-commands';

const servers =
  /^(?:jupyter(?:-(?:lab|notebook|server|labhub|nbclassic))?|start-(?:notebook|singleuser)(?:\.(?:sh|py))?|start\.sh)$/u;
/** Before Jupyter Server 2 the token was the application's own, since then it is the identity provider's. */
const tokenOption = /^--(?:NotebookApp|ServerApp|LabApp|IdentityProvider|ExtensionApp)\.token(?:=(.*))?$/u;

/**
 * What lets everyone in where a command starts a notebook server; empty where nothing does.
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
      'marimo is started with --no-token: everyone who reaches the port can run code. Leave the option out.',
    );
  const server = words.findIndex((word, at) => servers.test(baseName(word)) && !otherSubcommand(words, at));
  if (server < 0) return problems;
  const isEmpty = (value: string | undefined) => value === undefined || /^(?:|''|"")$/u.test(value);
  const open = words.some((word, at) => {
    const match = tokenOption.exec(word);
    if (match === null) return false;
    // `--X.token` alone takes the next word, which is missing or empty, or another option.
    const next = words[at + 1];
    return match[1] === undefined
      ? next === undefined || isEmpty(next) || next.startsWith('--')
      : isEmpty(match[1]);
  });
  if (open)
    problems.push(
      'The notebook server is started with an empty token: everyone who reaches the port can run code. Leave the option out, and Jupyter makes a token at start.',
    );
  else if (
    words.includes('--allow-root') ||
    words.some((word) => /^--(?:Notebook|Server)App\.allow_root=True$/u.test(word))
  )
    problems.push(
      'The notebook server is started as root (--allow-root): what it runs can change everything in the container. Set a USER, and the option is not needed.',
    );
  return problems;
}

/** `jupyter nbconvert` and its like serve nothing. */
function otherSubcommand(words: readonly string[], at: number): boolean {
  const next = words[at + 1];
  return (
    baseName(words[at]!) === 'jupyter' &&
    next !== undefined &&
    /^[a-z]/u.test(next) &&
    !/^(?:lab|notebook|server|labhub|nbclassic)$/u.test(next)
  );
}

/** Longer commands are not read: nobody starts a server by one, and the editor must not wait. */
const maxLength = 32_000;

/** Words of a shell command, quotes taken off; enough to read options by. */
function shellWords(text: string): string[] {
  return text.length > maxLength
    ? []
    : [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/gu)].map(([word]) => word.replaceAll(/["']/gu, ''));
}

/** An empty token in a configuration of Jupyter, as a file or as the words that write one. */
export function openSetting(text: string): string | undefined {
  if (!text.includes('token')) return undefined;
  const inPython =
    /c\.(?:NotebookApp|ServerApp|LabApp|IdentityProvider)\.token[ \t]{0,9}=[ \t]{0,9}u?(?:''|""|\\"\\"|\\'\\')/u.test(
      withoutCommented(text),
    );
  const inJson =
    /"token"\s{0,9}:\s{0,9}""/u.test(text) && /"(?:NotebookApp|ServerApp|IdentityProvider)"/u.test(text);
  return inPython || inJson
    ? 'This sets an empty token for the notebook server: everyone who reaches the port can run code. Leave the setting out, and Jupyter makes a token at start.'
    : undefined;
}

/** The template that Jupyter writes has every setting in it, commented out. */
function withoutCommented(text: string): string {
  return text.replaceAll(/^[ \t]*#.*$/gmu, '');
}
