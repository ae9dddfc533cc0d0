import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { assignmentsOf, finalInstructions } from '@dfm/dockerfile/syntax/stages';
import type { ImageEvidence, SecretHit } from '../evidence/evidence.ts';

type Hit = Omit<SecretHit, 'rule'>;

/** The line that put a secret into the image: that of the layer, or of the instruction that set the value. */
export function lineOfHit(
  hit: Hit,
  dockerfile: Dockerfile,
  layerLines: readonly (number | undefined)[],
): number | undefined {
  return hit.layer === undefined ? lineInConfig(hit, dockerfile) : layerLines[hit.layer];
}

const keywords: Partial<Record<Hit['where'], string[]>> = {
  env: ['ENV'],
  label: ['LABEL'],
  command: ['CMD', 'ENTRYPOINT'],
  healthcheck: ['HEALTHCHECK'],
};

/** Whether the submission put it there, rather than the base image or the author of a package. */
export function isOwnHit(
  hit: Hit,
  dockerfile: Dockerfile,
  { baseLayers }: Pick<ImageEvidence, 'baseLayers'>,
): boolean {
  if (hit.layer !== undefined) return hit.layer >= baseLayers && hit.inPackage !== true;
  return hit.where === 'history' || instructionsThatSet(hit, dockerfile).length > 0;
}

/** Instructions of the final image that may have set the value. */
function instructionsThatSet({ where, name }: Hit, dockerfile: Dockerfile): Instruction[] {
  return finalInstructions(dockerfile).filter(
    (instruction) =>
      keywords[where]?.includes(instruction.keyword) &&
      (name === undefined ||
        assignmentsOf(instruction, dockerfile.escape).some((assignment) => assignment.name === name)),
  );
}

/**
 * Line of the instruction that set the value. Without a name, it is certain only if there is a single
 * instruction of that kind.
 */
function lineInConfig(hit: Hit, dockerfile: Dockerfile): number | undefined {
  const { name } = hit;
  const candidates = instructionsThatSet(hit, dockerfile);
  return name !== undefined || candidates.length === 1 ? candidates.at(-1)?.startLine : undefined;
}

/** The location as text: `/srv/.env`, `/srv/a.zip (file .env)`, `the environment variable TOKEN`. */
export function locationOfHit({ path, member, name, where }: Hit): string {
  if (path !== undefined) return `/${path}${member === undefined ? '' : ` (file ${member})`}`;
  const shown = name === undefined ? '' : ` ${name.slice(0, 60)}`;
  return {
    layer: 'a layer',
    env: name === undefined ? 'the environment' : `the environment variable${shown}`,
    label: name === undefined ? 'a label' : `the label${shown}`,
    command: 'the start command',
    healthcheck: 'the health check',
    history: 'the build history',
  }[where];
}
