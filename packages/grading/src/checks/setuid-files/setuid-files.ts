import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { listed } from '../../verdict/wording.ts';

const setuid = 0o4000;
const setgid = 0o2000;

export const setuidFiles: Check = {
  meta: {
    id: 'setuid-files',
    title: 'setuid or setgid files added by the Dockerfile',
    axis: 'security',
    topic: 'security',
    severity: 'info',
    defaultPoints: 3,
    needs: ['image'],
    also: ['CIS-DI-0008'],
    detects:
      'Files with the setuid or setgid bit in the built image, at paths where the base image has none.',
    why: 'Such a program runs with the permissions of its owner, often root, regardless of who starts it. Each one is a possible path from the user of the service to root, and a service needs none of them.',
    fix: 'Do not install the package, or remove the bit in the RUN that installs it, with chmod a-s <path>.',
    bad: 'RUN apt-get update && apt-get install -y --no-install-recommends sudo',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends libgomp1',
  },
  measure,
};

function measure({ evidence: { image }, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const ofBase = new Set(
    image.layers
      .slice(0, image.baseLayers)
      .flatMap(({ entries }) =>
        entries.filter(({ mode }) => (mode & (setuid | setgid)) !== 0).map(({ path }) => path),
      ),
  );
  const added = replay.live
    .filter(
      ({ type, layer, mode, path }) =>
        (type === 'file' || type === 'hardlink') &&
        layer >= replay.baseLayers &&
        (mode & (setuid | setgid)) !== 0 &&
        !ofBase.has(path),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const evidence = [
    { label: 'Added by this Dockerfile', value: added.length, unit: 'count' as const, wanted: 0 },
    ...added.slice(0, 5).map(({ path, mode }) => ({
      label: (mode & setuid) !== 0 ? 'setuid' : 'setgid',
      value: `/${path}`,
      unit: 'path' as const,
    })),
  ];
  const [first] = added;
  if (first === undefined)
    return {
      status: 'pass',
      message: 'No step adds a setuid or setgid file that the base image does not have.',
      evidence,
    };
  return {
    status: 'fail',
    line: layerLines[first.layer],
    message: `${listed(added.map(({ path }) => `/${path}`))} ${added.length === 1 ? 'has' : 'have'} the setuid or setgid bit and ${added.length === 1 ? 'was' : 'were'} added by this Dockerfile.`,
    evidence,
  };
}
