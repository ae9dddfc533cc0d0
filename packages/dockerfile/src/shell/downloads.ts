import { baseName } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

/** A call of curl, wget or aria2c. */
export interface Download {
  tool: 'curl' | 'wget' | 'aria2c';
  /** As written: URLs, which may contain variables of the shell. */
  addresses: string[];
  /**
   * The files it writes, as written. A file named after the URL has the last part of the URL as its name.
   * Empty if everything goes to standard output.
   */
  files: string[];
  /** Each option separately, with clusters split (`-f`, `-L`, `--insecure`) and without values. */
  options: ReadonlySet<string>;
}

/** Options whose value is the next word (curl --manual, wget --help, aria2c --help). */
const valued: Readonly<Record<Download['tool'], { short: string; long: RegExp }>> = {
  curl: {
    short: 'AbcCdDeEFHKmoPQrtTuUwxXyYz',
    long: /^--(?:abstract-unix-socket|alt-svc|aws-sigv4|cacert|capath|cert|cert-type|ciphers|config|connect-timeout|connect-to|cookie|cookie-jar|continue-at|create-file-mode|crlfile|curves|data(?:-\w+)?|dns-\w+|dump-header|engine|form(?:-\w+)?|header|hsts|interface|ip-tos|json|key|key-type|limit-rate|local-port|login-options|max-filesize|max-redirs|max-time|netrc-file|noproxy|output|output-dir|parallel-max|pass|pinnedpubkey|proto|proto-default|proto-redir|proxy|proxy-(?:cacert|capath|cert|ciphers|header|key|pass|user)|proxy1\.0|range|rate|referer|request|request-target|resolve|retry|retry-delay|retry-max-time|socks\d\w*(?:-\w+)*|speed-limit|speed-time|stderr|time-cond|tls-max|tls13-ciphers|trace|trace-ascii|unix-socket|upload-file|url-query|user|user-agent|variable|write-out)$/u,
  },
  wget: {
    short: 'aABDeGiIlOoPQRtTUwX',
    long: /^--(?:append-output|base|ca-certificate|ca-directory|certificate|body-data|body-file|connect-timeout|directory-prefix|dns-timeout|execute|header|http-password|http-user|input-file|limit-rate|load-cookies|max-redirect|method|output-document|output-file|password|post-data|post-file|private-key|progress|quota|read-timeout|referer|retry-on-http-error|secure-protocol|timeout|tries|user|user-agent|wait|waitretry)$/u,
  },
  aria2c: { short: 'dijklmopsTuxZ', long: /^$/u },
};

/** Recognises a download; undefined for any other command. */
export function downloadOf({ words, outputs = [] }: ShellCommand): Download | undefined {
  const name = baseName(words[0]!);
  if (name !== 'curl' && name !== 'wget' && name !== 'aria2c') return undefined;
  const { short, long } = valued[name];
  const addresses: string[] = [];
  const options = new Set<string>();
  const named: string[] = [];
  let folder = '';
  const take = (option: string, value: string) => {
    options.add(option);
    if (option === '--url') addresses.push(value);
    else if (
      option === '--output' ||
      option === '--output-document' ||
      option === '--out' ||
      (option === '-o' && name !== 'wget') ||
      (option === '-O' && name === 'wget')
    )
      named.push(value);
    else if (
      option === '--output-dir' ||
      option === '--directory-prefix' ||
      (option === '-P' && name === 'wget') ||
      (option === '-d' && name === 'aria2c')
    )
      folder = value.endsWith('/') ? value : `${value}/`;
  };
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at]!;
    if (!word.startsWith('-') || word === '-') {
      if (word !== '-') addresses.push(word);
    } else if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      if (equals > 0) take(word.slice(0, equals), word.slice(equals + 1));
      else take(word, long.test(word) || word === '--url' ? (words[(at += 1)] ?? '') : '');
    } else {
      for (let i = 1; i < word.length; i += 1) {
        const letter = word[i]!;
        if (!short.includes(letter)) {
          options.add(`-${letter}`);
          continue;
        }
        take(`-${letter}`, i + 1 < word.length ? word.slice(i + 1) : (words[(at += 1)] ?? ''));
        break;
      }
    }
  }
  return {
    tool: name,
    addresses,
    files: [...filesOf(name, addresses, options, named, folder), ...outputs],
    options,
  };
}

function filesOf(
  tool: Download['tool'],
  addresses: string[],
  options: ReadonlySet<string>,
  named: string[],
  folder: string,
): string[] {
  const written = named
    .filter((file) => file !== '-' && file !== '/dev/stdout')
    .map((file) => (file.startsWith('/') ? file : `${folder}${file}`));
  if (named.length > 0) return written;
  const byAddress =
    tool !== 'curl' ||
    ['-O', '--remote-name', '--remote-name-all', '-J'].some((option) => options.has(option));
  return byAddress ? addresses.map((address) => `${folder}${baseName(address.split(/[?#]/u, 1)[0]!)}`) : [];
}
