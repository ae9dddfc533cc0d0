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
    title: 'The requirements file leaves versions open',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['context'],
    also: [],
    detects:
      'A requirements file that pip or uv installs from, with a line that does not name one exact version. Where all do, it mentions that there are no hashes.',
    why: 'The Dockerfile and the code can stay the same and the image still change: a rebuild takes what was released last within the range. With hashes the build also stops when a file is not the one you tested.',
    fix: 'Write name==version in every line. pip freeze or uv pip compile make such a file from what you have; uv pip compile --generate-hashes adds the hashes.',
    bad: '# requirements.txt\nnumpy>=1.26',
    good: '# requirements.txt\nnumpy==1.26.4',
  },
  findings,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  if (context === undefined) return [];
  return installedFiles(dockerfile, context).flatMap(({ path, text }) => {
    const { requirements } = readRequirements(text);
    const open = requirements.filter((each) => !namesOneVersion(each.text));
    const [first] = requirements;
    if (first === undefined) return [];
    if (open.length > 0) {
      return open.map(({ line, length, text: requirement }) => ({
        path,
        line,
        endLine: line,
        column: 1,
        endColumn: length + 1,
        message: `${truncate(requirement)} does not name one version, so a rebuild may install another. Write ${nameOf(requirement)}==<version>.`,
      }));
    }
    if (requirements.some(({ hashed }) => hashed)) return [];
    const { line, length } = first;
    return [
      {
        path,
        line,
        endLine: line,
        column: 1,
        endColumn: length + 1,
        severity: 'info' as const,
        message:
          'Every line names one version, but no hash, so the build takes any file that the index offers under it. uv pip compile --generate-hashes adds them.',
      },
    ];
  });
}

/** More placements than this in one stage are not compared, so that the work stays linear. */
const maxPlacements = 200;

/**
 * The requirements files of the context that some RUN installs from, and those that they include; without
 * those whose versions a constraints file gives.
 */
function installedFiles(dockerfile: Dockerfile, { files }: BuildContext): { path: string; text: string }[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const exists = (path: string) => texts.has(path);
  const wanted = new Set<string>();
  const placed: Placement[][] = [];
  walkStages(dockerfile, (instruction, { shell, workdir, variables }, stage) => {
    // A stage sees what its parent was given; both lists only grow while their own stage is read.
    const here = (placed[stage.index] ??= [
      ...((stage.parent === undefined ? undefined : placed[stage.parent]) ?? []),
    ]);
    const now = placements(instruction, workdir, dockerfile);
    if (instruction.keyword !== 'RUN') {
      if (here.length < maxPlacements) here.push(...now);
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
        const path = [...now, ...here.toReversed()]
          .map((placement) => fileAt(target, placement, exists))
          .find((found) => found !== undefined);
        if (path !== undefined) wanted.add(path);
      }
    }
  });
  const read: { path: string; text: string }[] = [];
  // Grows while it is read: a file may include others.
  for (const path of wanted) {
    const text = texts.get(path);
    if (text === undefined) continue;
    const { included, constrained } = readRequirements(text);
    if (constrained) continue;
    read.push({ path, text });
    for (const name of included) wanted.add(resolvePath(resolvePath(`/${path}`, '..'), name).slice(1));
  }
  return read;
}

function nameOf(requirement: string): string {
  return truncate(/^[\w.[\]-]+/u.exec(requirement)?.[0] ?? 'name');
}
