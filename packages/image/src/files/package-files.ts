import type { InstalledPackage, PackageInventory, PackageProblem, SbomComponent } from '@dfm/grading';
import { sbomComponents } from './sbom-components.ts';

export type PackageRecord = Pick<InstalledPackage, 'type' | 'name' | 'version' | 'architecture'>;

/** What one file of a layer records about installed packages or the distribution. */
export interface PackageFile {
  packages: PackageRecord[];
  problem?: PackageProblem;
  distribution?: PackageInventory['distribution'];
  /** Only of an SBOM. */
  components?: SbomComponent[];
}

type Kind = 'dpkg' | 'apk' | 'python' | 'node' | 'rpm' | 'os-release' | 'sbom';

/** Limit for a database of all packages of a system, at about 1 kB per package. */
const maxDatabaseBytes = 16 * 1024 * 1024;
/** Limit for the metadata of one package, including its description, and for an SBOM. */
const maxMetadataBytes = 1024 * 1024;
/** Limit on the records kept from one file. */
const maxRecords = 50_000;

const kinds: readonly { kind: Kind; path: RegExp }[] = [
  { kind: 'dpkg', path: /^var\/lib\/dpkg\/(?:status|status\.d\/[^/]+(?<!\.md5sums))$/ },
  { kind: 'apk', path: /^(?:usr\/)?lib\/apk\/db\/installed$/ },
  {
    kind: 'python',
    path: /\.dist-info\/METADATA$|(?:^|\/)(?:site|dist)-packages\/[^/]+\.egg-info(?:\/PKG-INFO)?$/,
  },
  { kind: 'node', path: /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/ },
  {
    kind: 'rpm',
    path: /^(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm)\/(?:rpmdb\.sqlite|Packages|Packages\.db)$/,
  },
  { kind: 'os-release', path: /^(?:etc|usr\/lib)\/os-release$/ },
  // PEP 770 has a folder for the SBOMs of a wheel, and CycloneDX an ending for any other.
  { kind: 'sbom', path: /\.dist-info\/sboms\/[^/]+\.json$|\.cdx\.json$/ },
];

/** All of these paths have one of these endings. Testing them first rules out nearly every file of an image. */
const candidate =
  /(?:\/(?:status|installed|METADATA|PKG-INFO|package\.json|os-release|rpmdb\.sqlite|Packages|Packages\.db)|\.egg-info|\/status\.d\/[^/]+|\/sboms\/[^/]+\.json|\.cdx\.json)$/;

function kindOf(path: string): Kind | undefined {
  return candidate.test(path) ? kinds.find((one) => one.path.test(path))?.kind : undefined;
}

/**
 * Whether a path is that of a package file: `content` if the file must be read, or the reason why it is not,
 * which bounds memory use.
 */
export function packageFileAt(path: string, bytes: number): 'content' | PackageProblem | undefined {
  const kind = kindOf(path);
  if (kind === undefined) return undefined;
  if (kind === 'rpm') return 'rpm-not-read';
  // Without it, no installed package is missing from the inventory.
  if (kind === 'sbom' && bytes > maxMetadataBytes) return undefined;
  return bytes <= (kind === 'dpkg' || kind === 'apk' ? maxDatabaseBytes : maxMetadataBytes)
    ? 'content'
    : 'too-large';
}

/**
 * Reads a file for which `packageFileAt` returned `content`. Records that do not follow the format are left
 * out and reported as a problem.
 */
export function readPackageFile(path: string, content: Buffer): PackageFile {
  const text = content.toString('utf8');
  switch (kindOf(path)) {
    case 'dpkg': {
      // Without a status, it is a file of status.d, which lists only installed packages.
      const isInstalled = (fields: Map<string, string>) =>
        fields.get('Status')?.endsWith(' installed') ?? true;
      return listed(
        stanzas(text, ['Package', 'Status', 'Version', 'Architecture']).filter(isInstalled),
        (fields) => ({
          type: 'deb',
          name: fields.get('Package'),
          version: fields.get('Version'),
          architecture: fields.get('Architecture'),
        }),
      );
    }
    case 'apk':
      return listed(stanzas(text, ['P', 'V', 'A']), (fields) => ({
        type: 'apk',
        name: fields.get('P'),
        version: fields.get('V'),
        architecture: fields.get('A'),
      }));
    case 'python':
      return listed([stanzas(text, ['Name', 'Version'])[0] ?? new Map<string, string>()], (fields) => ({
        type: 'pypi',
        name: fields.get('Name'),
        version: fields.get('Version'),
      }));
    case 'node':
      return listed([jsonObject(text)], (json) => ({
        type: 'npm',
        name: json['name'],
        version: json['version'],
      }));
    case 'os-release':
      return { packages: [], distribution: distribution(text) };
    case 'sbom': {
      const components = sbomComponents(jsonObject(text));
      return { packages: [], ...(components === undefined ? {} : { components }) };
    }
    default:
      return { packages: [] };
  }
}

interface Claim {
  type: PackageRecord['type'];
  name: unknown;
  version: unknown;
  architecture?: string | undefined;
}

/**
 * No package manager accepts names with other characters. Versions are less strict, and some have a suffix,
 * such as `1.0+cu124`.
 */
const validName = /^[A-Za-z0-9@_][A-Za-z0-9@/._~+-]{0,213}$/;
const validVersion = /^[!-~]{1,128}$/;

function listed<Entry>(entries: readonly Entry[], claimOf: (entry: Entry) => Claim): PackageFile {
  const packages: PackageRecord[] = [];
  let problem: PackageProblem | undefined;
  for (const entry of entries) {
    if (packages.length === maxRecords) {
      problem = 'too-many';
      break;
    }
    const { type, name, version, architecture } = claimOf(entry);
    if (
      typeof name !== 'string' ||
      typeof version !== 'string' ||
      !validName.test(name) ||
      !validVersion.test(version)
    )
      problem = 'unreadable';
    else
      packages.push({
        type,
        name,
        version,
        ...(architecture !== undefined && validName.test(architecture) ? { architecture } : {}),
      });
  }
  return { packages, ...(problem === undefined ? {} : { problem }) };
}

/**
 * The named fields of each paragraph of `Name: value` lines, the format of deb822(5), METADATA and apk's
 * database. Paragraphs end at an empty line, and continuation lines begin with a space. If a field is
 * repeated, the first one counts. Paragraphs without any field are left out.
 */
function stanzas(text: string, names: readonly string[]): Map<string, string>[] {
  const all: Map<string, string>[] = [];
  let fields: Map<string, string> | undefined;
  for (const line of text.split('\n')) {
    if (line === '' || line === '\r') {
      fields = undefined;
      continue;
    }
    if (fields === undefined) {
      fields = new Map();
      all.push(fields);
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (names.includes(name) && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return all;
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** os-release(5): shell assignments, whose values may be quoted. */
function distribution(text: string): PackageInventory['distribution'] {
  const value = (name: string) =>
    new RegExp(`^${name}=["']?([A-Za-z0-9._-]{1,64})["']?[ \\t\\r]*$`, 'm').exec(text)?.[1];
  const id = value('ID');
  return id === undefined ? undefined : { id, version: value('VERSION_ID') };
}
