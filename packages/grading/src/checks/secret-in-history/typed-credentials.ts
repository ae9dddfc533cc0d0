import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { writtenText } from '@dfm/dockerfile/shell/written-text';
import { isHarmless, namesSecret } from '../../secrets/secret-names.ts';

/** URLs are read only up to this length. */
const maxAddress = 400;
/** Matches `://user:password@`, but not a variable, a placeholder in brackets or a user without a password. */
const userInfo = /^:\/\/([^\s/:@'"]{0,200}):([^\s/@'"$`<{]{1,200})@/u;

/** Offsets `[from, to)` of the passwords in the URLs of a text. Takes time linear in the text. */
export function passwordsInAddresses(text: string): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const match = userInfo.exec(text.slice(at, at + maxAddress));
    if (match === null) continue;
    const from = at + match[0].length - 1 - match[2]!.length;
    found.push([from, from + match[2]!.length]);
  }
  return found;
}

/** Whether a command stores its credentials in a file of the layer (the list of Trivy's DS-0031). */
export function keepsCredentials({ words: [program, ...rest] }: ShellCommand): boolean {
  const words = [baseName(program!), ...rest];
  const line = words.join(' ').slice(0, 2000);
  const start =
    /^(?:aws configure set (?:\S+\.)?aws_(?:access_key_id|secret_access_key|session_token)\b|gcloud auth activate-service-account\b)/u;
  if (start.test(line)) return true;
  if (line.startsWith('az login '))
    return words.some((word) => /^(?:-p|--password|--federated-token)(?:=|$)/u.test(word));
  return (
    line.startsWith('doctl auth init ') && words.some((word) => /^(?:-t|--access-token)(?:=|$)/u.test(word))
  );
}

/** Programs with their options whose value is a password or a token. */
const options: readonly (readonly [program: RegExp, subcommand: RegExp, option: RegExp])[] = [
  [/^(?:docker|podman|nerdctl|buildah|skopeo|crane|helm|oras)$/u, /\blogin\b/u, /^(?:-p|--password)$/u],
  [/^(?:huggingface-cli|hf)$/u, /\blogin\b|^download\b/u, /^--token$/u],
  [/^curl$/u, /^/u, /^(?:-u|--user|--oauth2-bearer)$/u],
  [/^wget$/u, /^/u, /^--(?:http-|ftp-|proxy-)?password$/u],
  [/^sshpass$/u, /^/u, /^-p$/u],
  [/^(?:twine|poetry|pip)$/u, /^upload\b|^publish\b/u, /^(?:-p|--password)$/u],
];

/**
 * The credential in a command: a password in an option, a token in a header, or a value for a variable whose
 * name indicates a secret. Undefined if there is none or if it is a variable
 *
 * @param mounted whether the RUN mounts a secret, in which case a command that stores credentials is assumed
 *   to use that secret
 */
export function typedCredential(command: ShellCommand, mounted: boolean): string | undefined {
  const { words, assignments } = command;
  const name = baseName(words[0]!);
  const rest = words.slice(1);
  for (const [variable, value] of [...assignments, ...(name === 'export' ? exported(rest) : [])]) {
    if (namesSecret(variable) && isTyped(value) && !isHarmless(variable, value))
      return `the value of ${variable}`;
  }
  if (!mounted && keepsCredentials(command))
    return `the credentials of ${[name, ...rest].slice(0, 3).join(' ')}`;
  const header = rest.find((word) =>
    /^["']?(?:Authorization|X-Api-Key|Private-Token)\s*:\s*(?:(?:Bearer|Basic|token)\s+)?[^\s$`<{][^\s$`]{7,}/iu.test(
      word,
    ),
  );
  if (header !== undefined && (name === 'curl' || name === 'wget')) return 'the token in the header';
  const subcommand = rest.join(' ').slice(0, 200);
  for (const [program, kind, option] of options) {
    if (!program.test(name) || !kind.test(subcommand)) continue;
    const value = valueOf(rest, option);
    if (value === undefined) continue;
    // With `-u user`, curl asks for the password.
    const secret =
      name === 'curl' && value.includes(':')
        ? value.slice(value.indexOf(':') + 1)
        : name === 'curl'
          ? ''
          : value;
    if (isTyped(secret)) return 'the password in an option';
  }
  if (name === 'wandb' && rest[0] === 'login')
    return rest.slice(1).some((word) => !word.startsWith('-') && isTyped(word))
      ? 'the key of wandb login'
      : undefined;
  if (
    /^(?:npm|pnpm|yarn)$/u.test(name) &&
    rest.some(
      (word, at) => /(?:_authToken|_password|npmAuthToken)$/u.test(word) && isTyped(rest[at + 1] ?? ''),
    )
  )
    return 'the token of the registry';
  if (
    rest.some((word) => /_authToken=[^\s$`"'{<][^\s$`]{3,}/u.test(word)) &&
    (/^(?:npm|pnpm|yarn)$/u.test(name) || writtenText(command) !== undefined)
  )
    return 'the token of the registry';
  return /\bmachine\s+\S+\s+login\s+\S+\s+password\s+[^\s$`<{"']/u.test(
    (writtenText(command) ?? '').slice(0, 2000),
  )
    ? 'the password written to a file'
    : undefined;
}

function exported(rest: readonly string[]): [string, string][] {
  return rest.flatMap((word): [string, string][] => {
    const equals = word.indexOf('=');
    return equals > 0
      ? [[word.slice(0, equals), word.slice(equals + 1).replaceAll(/^["']|["']$/gu, '')]]
      : [];
  });
}

/**
 * Whether a value is written literally rather than expanded by the shell. `<token>` and `{token}` are
 * placeholders.
 */
function isTyped(value: string): boolean {
  return value !== '' && value !== '-' && !/[$`]/u.test(value) && !/^[<{[]/u.test(value);
}

function valueOf(rest: readonly string[], option: RegExp): string | undefined {
  for (const [at, word] of rest.entries()) {
    if (option.test(word)) return rest[at + 1];
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    if (equals > 0 && option.test(word.slice(0, equals))) return word.slice(equals + 1);
  }
  return undefined;
}
