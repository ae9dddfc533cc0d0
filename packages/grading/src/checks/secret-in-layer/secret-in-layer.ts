import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import type { SecretHit } from '../../evidence/evidence.ts';
import { isOwnHit, lineOfHit, locationOfHit } from '../../secrets/secret-location.ts';
import { unsearchedItems } from '../../secrets/unsearched.ts';

export const secretInLayer: Check = {
  meta: {
    id: 'secret-in-layer',
    title: 'Secret in the image',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 10,
    needs: ['image'],
    also: ['Trivy secret', 'CIS-DI-0010'],
    detects:
      'Tokens and private keys in any layer that the Dockerfile adds, including inside gzip, zip, tar and zstd files and in files that a later layer deletes or overwrites, and in the environment, labels, commands and history of the image. A submission with such a secret does not pass in any exercise.',
    why: 'Anyone who can pull the image can read every layer. Deleting the file in a later layer is too late, because it only hides the file: the layer that contains it is still part of the image.',
    fix: 'Remove the secret from the build context, pass it to the step that needs it with RUN --mount=type=secret, and revoke the old one.',
    bad: 'COPY .env .\nRUN ./fetch-model.sh && rm .env',
    good: 'RUN --mount=type=secret,id=hf_token HF_TOKEN=$(cat /run/secrets/hf_token) ./fetch-model.sh',
  },
  mayDisqualify: true,
  measure,
};

function measure(input: MeasuredInput): Measured {
  const {
    evidence: { image },
    dockerfile,
    layerLines,
  } = input;
  if (image === undefined) return noImage;
  const own = image.secrets.filter((hit) => isOwnHit(hit, dockerfile, image));
  const [first] = own.length > 0 ? own : image.secrets;
  if (first === undefined)
    return {
      status: 'pass',
      message:
        'No layer, environment variable, label, command or history entry contains a known kind of secret.',
      evidence: unsearchedItems(image),
    };
  const others = image.secrets.length - 1;
  return {
    status: 'fail',
    line: [first, ...image.secrets]
      .map((hit) => lineOfHit(hit, dockerfile, layerLines))
      .find((line) => line !== undefined),
    message: `The image contains a secret (${first.rule}) in ${locationOfHit(first)}${others === 0 ? '' : `, and ${others} more`}.${tooLate(first, input)}`,
    next: 'Exclude the file with .dockerignore, or mount the secret with RUN --mount=type=secret. Revoke it, because it has been in an image.',
    evidence: image.secrets.slice(0, 10).map((hit) => ({
      label: hit.rule,
      value: locationOfHit(hit),
      unit: hit.path === undefined ? ('text' as const) : ('path' as const),
    })),
    disqualifies: own.length > 0,
  };
}

/** Explains which step hid the file with the secret, and why that does not help. */
function tooLate({ where, layer, path }: SecretHit, { replay, layerLines }: MeasuredInput): string {
  const hidden =
    where === 'layer' ? replay?.waste.find((item) => item.layer === layer && item.path === path) : undefined;
  if (hidden === undefined) return '';
  const [from, by] = [layerLines[hidden.layer], layerLines[hidden.by]];
  return ` ${by === undefined ? 'A later step' : `Line ${by}`} ${hidden.kind === 'deleted' ? 'deletes' : 'replaces'} the file, which is too late: the layer ${from === undefined ? 'with the file' : `of line ${from}`} is still part of the image.`;
}
