import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { assignmentsOf, finalInstructions } from '@dfm/dockerfile/syntax/stages';
import type { ImageEvidence, SecretHit } from '../evidence/evidence.ts';

type Hit = Omit<SecretHit, 'rule'>;

/** Line that put a secret into the image: of the layer, or of the instruction that set the value. */
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

/** Whether the submission put it there, and not the base image or the author of a package. */
export function isOwnHit(
  hit: Hit,
  dockerfile: Dockerfile,
  { baseLayers }: Pick<ImageEvidence, 'baseLayers'>,
): boolean {
  if (hit.layer !== undefined) return hit.layer >= baseLayers && hit.inPackage !== true;
  return hit.where === 'history' || settersOf(hit, dockerfile).length > 0;
}

/** Instructions of the final image that may have set it. */
function settersOf({ where, name }: Hit, dockerfile: Dockerfile): Instruction[] {
  return finalInstructions(dockerfile).filter(
    (instruction) =>
      keywords[where]?.includes(instruction.keyword) &&
      (name === undefined ||
        assignmentsOf(instruction, dockerfile.escape).some((assignment) => assignment.name === name)),
  );
}

/**
 * Line of the instruction that set it. Without a name, only an instruction that is the one of its kind is
 * certain.
 */
function lineInConfig(hit: Hit, dockerfile: Dockerfile): number | undefined {
  const { name } = hit;
  const may = settersOf(hit, dockerfile);
  return name !== undefined || may.length === 1 ? may.at(-1)?.startLine : undefined;
}

/** Where it is, in words: `/srv/.env`, `/srv/a.zip (in it: .env)`, `the environment variable TOKEN`. */
export function locationOfHit({ path, member, name, where }: Hit): string {
  if (path !== undefined) return `/${path}${member === undefined ? '' : ` (in it: ${member})`}`;
  const shown = name === undefined ? '' : ` ${name.slice(0, 60)}`;
  return {
    layer: 'a layer',
    env: name === undefined ? 'the environment' : `the environment variable${shown}`,
    label: name === undefined ? 'a label' : `the label${shown}`,
    command: 'the command it starts',
    healthcheck: 'the health check',
    history: 'the build history',
  }[where];
}
