import { downloadOf } from '@dfm/dockerfile/shell/downloads';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { writtenText } from '@dfm/dockerfile/shell/written-text';

const off = /^(?:0|false|no|off|none)$/iu;
const anyValue = /./su;

/**
 * Variables that disable certificate checks, with the values that do so (git's http.c: any value; pip, uv and
 * Go: a list of hosts).
 */
const variables: ReadonlyMap<string, RegExp> = new Map([
  ['GIT_SSL_NO_VERIFY', /^/u],
  ['NODE_TLS_REJECT_UNAUTHORIZED', /^0$/u],
  ['PYTHONHTTPSVERIFY', /^0$/u],
  ['NPM_CONFIG_STRICT_SSL', off],
  ['YARN_ENABLE_STRICT_SSL', off],
  ['PIP_TRUSTED_HOST', anyValue],
  ['UV_INSECURE_HOST', anyValue],
  ['CONDA_SSL_VERIFY', off],
  ['GOINSECURE', anyValue],
  ['BUNDLE_SSL_VERIFY_MODE', /^0$/u],
  ['PERL_LWP_SSL_VERIFY_HOSTNAME', /^0$/u],
]);

/** Whether a variable with this value makes a program accept any certificate. */
export function disablesTls(name: string, value: string): boolean {
  return (
    variables.get(name === 'npm_config_strict_ssl' ? 'NPM_CONFIG_STRICT_SSL' : name)?.test(value) === true
  );
}

/**
 * Options with the same meaning in all programs that have them: wget and apk, aws, kubectl and helm, skopeo
 * and podman, svn.
 */
const commonOptions =
  /^(?:--no-check-certificate|--no-verify-ssl|--insecure-skip-tls-verify(?:=true)?|--(?:src-|dest-)?tls-verify=false|--trust-server-cert|--check-certificate=(?:false|off|quiet))$/u;
const inFile =
  /(?:^|\\n|[\s"'/;,\\])(?:sslverify|ssl_verify|strict-ssl|check_certificate|http\.sslverify)\s*[=:]\s*"?(?:0|false|no|off)\b|trusted-host\s*=|verify-(?:peer|host)"?\s+"?false/iu;

/** Programs for which such an option is only text to print or search for. */
const onlyText = new Set(['echo', 'printf', 'grep', 'egrep', 'fgrep', 'rg']);

/** The word of a command that disables certificate checks; undefined if there is none. */
export function insecureWord(command: ShellCommand): string | undefined {
  const { words } = command;
  const name = baseName(words[0]!);
  const text = writtenText(command);
  if (text !== undefined) return inFile.exec(text)?.[0].trim();
  if (onlyText.has(name)) return undefined;
  const download = downloadOf(command);
  if (download?.tool === 'curl')
    return ['-k', '--insecure', '--proxy-insecure', '--doh-insecure'].find((option) =>
      download.options.has(option),
    );
  const rest = words.slice(1);
  const general = rest.find((word) => commonOptions.test(word));
  return general ?? ofProgram(name, rest);
}

function ofProgram(name: string, rest: readonly string[]): string | undefined {
  if (/^(?:pip|python|pypy|uv$)/u.test(name)) {
    return (
      rest.find((word) => /^--(?:trusted-host|allow-insecure-host)(?:=|$)/u.test(word)) ??
      (rest.includes('config') ? rest.find((word) => /(?:^|\.)trusted-host$/u.test(word)) : undefined)
    );
  }
  if (name === 'git') return setting(rest, /^http\.(?:.+\.)?sslverify$/iu, off);
  if (/^(?:npm|pnpm|yarn|npx)$/u.test(name)) {
    // After install, the same words are names of packages.
    const configures = rest.some((word) => /^(?:config|c|set)$/u.test(word));
    return (
      rest.find((word) => word === '--no-strict-ssl') ??
      setting(rest, configures ? /^(?:--)?(?:strict-ssl|enableStrictSsl)$/iu : /^--strict-ssl$/iu, off)
    );
  }
  if (/^(?:yum|dnf5?|tdnf|microdnf|yum-config-manager|dnf-config-manager)$/u.test(name))
    return setting(rest, /(?:^|[.=])sslverify$/iu, off);
  if (/^(?:apt|apt-get|aptitude)$/u.test(name)) return setting(rest, /(?:^|::)verify-(?:peer|host)$/iu, off);
  if (/^(?:conda|mamba|micromamba)$/u.test(name))
    return (
      rest.find((word) => word === '--insecure' || (word === '-k' && !rest.includes('run'))) ??
      setting(rest, /^ssl_verify$/u, off)
    );
  if (name === 'poetry') return setting(rest, /^certificates\..+\.cert$/u, off);
  if (name === 'bundle') return setting(rest, /^ssl_verify_mode$/u, /^0$/u);
  if (name === 'composer')
    return setting(rest, /^secure-http$/u, off) ?? setting(rest, /^disable-tls$/u, /^(?:1|true)$/iu);
  if (name === 'gcloud') return setting(rest, /^(?:auth\/)?disable_ssl_validation$/u, /^(?:1|true)$/iu);
  if (name === 'go')
    return rest.find((word) => word === '-insecure') ?? setting(rest, /^GOINSECURE$/u, anyValue);
  return undefined;
}

/** The word that sets a setting to such a value, as `name=value` or `name value`. */
function setting(rest: readonly string[], name: RegExp, value: RegExp): string | undefined {
  return rest.find((word, at) => {
    const plain = word.replaceAll(/["']/gu, '');
    const equals = plain.lastIndexOf('=');
    if (equals > 0 && name.test(plain.slice(0, equals))) return value.test(plain.slice(equals + 1));
    return name.test(plain) && value.test(rest[at + 1] ?? '');
  });
}
