/** One requirement as pip reads it (PEP 508), in an argument or a line of a requirements file. */
export interface Requirement {
  /** Lower case, with `-` for every run of `-`, `_` and `.` (PEP 503). */
  name: string;
  extras: string[];
  /** Of `==1.2` or of a wheel's name; without the local part. */
  version: string | undefined;
  /** `cu124` of `2.5.1+cu124`. */
  local: string | undefined;
  /** It names an address or a file, not something an index is asked for. */
  direct: boolean;
}

/** Longer ones are no requirements. */
const maxLength = 1000;

/** Reads one requirement; undefined for options, folders and what is no requirement. */
export function readRequirement(text: string): Requirement | undefined {
  const plain = text.trim();
  if (plain.length > maxLength) return undefined;
  if (/\.whl(?:[#?].*)?$/u.test(plain) && !plain.includes(' ')) return ofWheel(plain);
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?(.*)$/su.exec(plain);
  // `name @ address` is a requirement; an address, a path and a word of the shell are not.
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

/** Name and version are the first two parts of a wheel's file name (PEP 427). */
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
 * Whether only one version can meet a requirement: `==` without a star, `===`, a file, an address, a revision
 * of a Git address. A range is no pin, however narrow: what is released into it later is installed by the
 * next build.
 *
 * @param text as in a requirements file or on a command line, without options and hashes
 */
export function namesOneVersion(text: string): boolean {
  const requirement = text.split(/;/u, 1)[0]!.trim();
  if (gitAddress.test(requirement)) return /@[^/@]+$/u.test(requirement.split('#', 1)[0]!);
  // uv's `name@latest` is a name like any other.
  if (isDirect(requirement)) return !requirement.endsWith('@latest');
  return /[^=<>~!]={2,3}\s*[^*\s,=]+(?:\s*,|$)/u.test(requirement);
}

/** Whether a requirement is an address, a path or a file's name: nothing an index is asked for. */
export function isDirect(text: string): boolean {
  return addressOrPath.test(text) || gitAddress.test(text);
}
