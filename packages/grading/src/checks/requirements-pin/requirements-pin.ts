import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { fileAt, placements } from '@dfm/dockerfile/copies/placed-files';
import type { Placement } from '@dfm/dockerfile/copies/placed-files';
import { packageInstall, pythonRequirements } from '@dfm/dockerfile/python/python-install';
import { namesOneVersion } from '@dfm/dockerfile/python/requirement';
import { readRequirements } from '@dfm/dockerfile/python/requirements-file';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { resolvePath, walkStages } from '@dfm/dockerfile/syntax/stages';
import type { Check, StaticFinding } from '../../check/check.ts';

export const requirementsPin: Check = {
  meta: {
    id: 'requirements-pin',
    title: 'Requirements file without pinned versions',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['context'],
    also: [],
    detects:
      'A requirements file that pip or uv installs from, with a line that does not pin an exact version. If all lines do, a suggestion to add hashes.',
    why: 'The image can change although the Dockerfile and the code stay the same, because a rebuild installs the latest release within the range. With hashes, the build also fails if a file is not the one you tested.',
    fix: 'Write name==version in every line. pip freeze and uv pip compile create such a file, and uv pip compile --generate-hashes adds the hashes.',
    bad: '# requirements.txt\nnumpy>=1.26',
    good: '# requirements.txt\nnumpy==1.26.4',
  },
  findings,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  if (context === undefined) return [];
  return installedFiles(dockerfile, context).flatMap(({ path, text }) => {
    const { requirements } = readRequirements(text);
    const rangeOf = (line: number, length: number) => ({
      path,
      line,
      endLine: line,
      column: 1,
      endColumn: length + 1,
    });
    const open = requirements.filter((each) => !namesOneVersion(each.text));
    const [first] = requirements;
    if (first === undefined) return [];
    if (open.length > 0) {
      return open.map(({ line, length, text: requirement }) => ({
        ...rangeOf(line, length),
        message: `${truncate(requirement)} does not name one version, so a rebuild may install a different one. Write ${nameOf(requirement)}==<version>.`,
      }));
    }
    if (requirements.some(({ hashed }) => hashed)) return [];
    const { line, length } = first;
    return [
      {
        ...rangeOf(line, length),
        severity: 'info' as const,
        message:
          'Every line pins a version, but there are no hashes, so the build accepts any file that the index offers for it. uv pip compile --generate-hashes adds hashes.',
      },
    ];
  });
}

/** Placements beyond this limit in one stage are not compared, so that the work stays linear. */
const maxPlacements = 200;

/**
 * The requirements files of the context that any RUN installs from, and those that they include, except those
 * whose versions come from a constraints file.
 */
function installedFiles(dockerfile: Dockerfile, { files }: BuildContext): { path: string; text: string }[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const exists = (path: string) => texts.has(path);
  const installedPaths = new Set<string>();
  const placed: Placement[][] = [];
  walkStages(dockerfile, (instruction, { shell, workdir, variables }, stage) => {
    // A stage sees the files of its parent. Each list only grows while its own stage is read.
    const inStage = (placed[stage.index] ??= [
      ...((stage.parent === undefined ? undefined : placed[stage.parent]) ?? []),
    ]);
    const mountedHere = placements(instruction, workdir, dockerfile);
    if (instruction.keyword !== 'RUN') {
      if (inStage.length < maxPlacements) inStage.push(...mountedHere);
      return;
    }
    for (const command of shellCommands(instruction, shell)) {
      const install = packageInstall(command);
      if (
        install === undefined ||
        variables.has('PIP_CONSTRAINT') ||
        command.assignments.has('PIP_CONSTRAINT')
      )
        continue;
      const { files: named, constraints } = pythonRequirements(command, install);
      if (constraints.length > 0) continue;
      for (const name of named) {
        const target = resolvePath(workdir, name);
        const path = [...mountedHere, ...inStage.toReversed()]
          .map((placement) => fileAt(target, placement, exists))
          .find((found) => found !== undefined);
        if (path !== undefined) installedPaths.add(path);
      }
    }
  });
  const read: { path: string; text: string }[] = [];
  // The set grows during iteration, because a file may include others.
  for (const path of installedPaths) {
    const text = texts.get(path);
    if (text === undefined) continue;
    const { included, constrained } = readRequirements(text);
    if (constrained) continue;
    read.push({ path, text });
    for (const name of included)
      installedPaths.add(resolvePath(resolvePath(`/${path}`, '..'), name).slice(1));
  }
  return read;
}

function nameOf(requirement: string): string {
  return truncate(/^[\w.[\]-]+/u.exec(requirement)?.[0] ?? 'name');
}
