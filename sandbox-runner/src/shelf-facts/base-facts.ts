import type { BaseFacts } from '@dfm/contracts';
import { imageResult, replayLayers, type ImageEvidence } from '@dfm/grading';

/** Programs that a Dockerfile may use if the base image has them. */
const programs = ['bash', 'sh', 'apt-get', 'python', 'pip', 'gcc', 'git', 'curl'];
const programFolders = ['usr/local/bin/', 'usr/bin/', 'bin/'];
/** The loader's search path on Debian for x86-64: ld.so(8) and /etc/ld.so.conf.d. */
const libraryFolders = [
  'usr/local/lib/',
  'usr/lib/x86_64-linux-gnu/',
  'lib/x86_64-linux-gnu/',
  'usr/lib/',
  'lib/',
  'usr/lib64/',
  'lib64/',
];

/**
 * The facts about a base image that lessons show.
 *
 * @param evidence of the image itself, without a base
 * @param requested names of libraries to look for
 */
export function baseFacts(
  { reference, standIn, python, official }: Pick<BaseFacts, 'reference' | 'standIn' | 'python' | 'official'>,
  evidence: Pick<ImageEvidence, 'layers' | 'inventory'>,
  requested: readonly string[],
): BaseFacts {
  const replay = replayLayers(evidence.layers, 0);
  const { totalBytes, contents } = imageResult({ base: undefined }, replay, []);
  const paths = new Set(replay.live.map(({ path }) => path));
  const isIn = (folders: readonly string[]) => (name: string) =>
    folders.some((folder) => paths.has(folder + name));
  return {
    reference,
    standIn,
    ...(python === undefined ? {} : { python }),
    ...(official === undefined ? {} : { official }),
    totalBytes,
    files: replay.live.filter(({ type }) => type === 'file').length,
    debianPackages: evidence.inventory.packages.filter(({ type }) => type === 'deb').length,
    groups: (contents?.groups ?? []).map(({ group, label, liveBytes, wastedBytes }) => ({
      group,
      label,
      bytes: liveBytes + wastedBytes,
    })),
    programs: programs.filter(isIn(programFolders)),
    libraries: requested.filter(isIn(libraryFolders)),
  };
}
