/** One requirement as pip reads it (PEP 508), in an argument or a line of a requirements file. */
export interface Requirement {
  /** Lower case, with `-` for every run of `-`, `_` and `.` (PEP 503). */
  name: string;
  extras: string[];
  /** From `==1.2` or from the name of a wheel, without the local part. */
  version: string | undefined;
  /** `cu124` in `2.5.1+cu124`. */
  local: string | undefined;
  /** Whether it is a URL or a file rather than a name that pip looks up in an index. */
  direct: boolean;
}

/** Longer texts are not requirements. */
const maxLength = 1000;

/** Reads one requirement; undefined for options, folders and anything else that is not a requirement. */
export function readRequirement(text: string): Requirement | undefined {
  const plain = text.trim();
  if (plain.length > maxLength) return undefined;
  if (/\.whl(?:[#?].*)?$/u.test(plain) && !plain.includes(' ')) return ofWheel(plain);
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?(.*)$/su.exec(plain);
  // `name @ URL` is a requirement; a URL, a path or a shell word is not.
  if (match === null || /^[:/\\+$]/u.test(match[3]!)) return undefined;
  const rest = match[3]!.trim();
  const exact = /^={2,3}\s*([\w.!*-]+)(?:\+([\w.]+))?/u.exec(rest);
  const address = rest.startsWith('@') ? rest.slice(1).trim().split(/\s/u, 1)[0]! : undefined;
  const wheel = address === undefined ? undefined : ofWheel(address);
  return {
    name: normalised(match[1]!),
    extras: (match[2] ?? '')
      .split(',')
      .map((extra) => extra.trim().toLowerCase())
      .filter((extra) => extra !== ''),
    version: wheel?.version ?? exact?.[1]?.replace(/\.\*$/u, ''),
    local: wheel?.local ?? exact?.[2],
    direct: address !== undefined,
  };
}

/** The first two parts of a wheel's file name are its name and version (PEP 427). */
function ofWheel(address: string): Requirement | undefined {
  const file = address
    .slice(address.lastIndexOf('/') + 1)
    .replace(/[#?].*$/u, '')
    .replaceAll(/%2B/giu, '+');
  const [name, version] = file.split('-', 3);
  if (name === undefined || version === undefined || !/^\d/u.test(version)) return undefined;
  const [release, local] = version.split('+', 2);
  return { name: normalised(name), extras: [], version: release, local, direct: true };
}

export function normalised(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/gu, '-');
}

const gitAddress = /^(?:[^@]*@\s*)?git\+/u;
const addressOrPath =
  /^[\w.-]+\s*(?:\[[^\]]*\]\s*)?@|^[a-z][a-z\d+.-]*:\/\/|^[.~/\\]|^[^=<>~!]*[/\\]|^[^=<>~!]*\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)(?:[#?[]|$)/iu;

/**
 * Whether exactly one version satisfies a requirement: `==` without a star, `===`, a file, a URL, or a
 * revision of a Git URL. Even a narrow range is not a pin, because the next build installs whatever has been
 * released within it.
 *
 * @param text the requirement as in a requirements file or on a command line, without options and hashes
 */
export function namesOneVersion(text: string): boolean {
  const requirement = text.split(/;/u, 1)[0]!.trim();
  if (gitAddress.test(requirement)) return /@[^/@]+$/u.test(requirement.split('#', 1)[0]!);
  // uv's `name@latest` does not name one version.
  if (isDirect(requirement)) return !requirement.endsWith('@latest');
  return /[^=<>~!]={2,3}\s*[^*\s,=]+(?:\s*,|$)/u.test(requirement);
}

/** Whether a requirement is a URL, a path or a file name, which pip does not look up in an index. */
export function isDirect(text: string): boolean {
  return addressOrPath.test(text) || gitAddress.test(text);
}
