import type { Check, Measured, MeasuredInput } from '../check.ts';
import { lineOfHit, placeOfHit } from '../image/secret-place.ts';
import { noImage } from '../score/measured.ts';

export const secretInLayer: Check = {
  meta: {
    id: 'secret-in-layer',
    title: 'A secret lies in the image',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 10,
    needs: ['image'],
    also: ['Trivy secret', 'CIS-DI-0010'],
    detects: 'Tokens and private keys in the bytes of any layer the Dockerfile adds, before later layers delete or overwrite them, and in the environment, labels, commands and history of the image.',
    why: 'Everyone who can pull the image can read every layer. A secret deleted in a later layer is one tar command away.',
    fix: 'Take the secret out of the build context, give it to the step that needs it by RUN --mount=type=secret, and revoke the one that was built in.',
    bad: 'COPY .env .\nRUN ./fetch-model.sh && rm .env',
    good: 'RUN --mount=type=secret,id=hf_token HF_TOKEN=$(cat /run/secrets/hf_token) ./fetch-model.sh',
  },
  measure,
};

function measure({ evidence: { image }, dockerfile, layerLines }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const [first] = image.secrets;
  if (first === undefined) return { status: 'pass', message: 'No layer, environment variable, label, command or history entry holds a known kind of secret.' };
  const others = image.secrets.length - 1;
  return {
    status: 'fail',
    line: image.secrets.map((hit) => lineOfHit(hit, dockerfile, layerLines)).find((line) => line !== undefined),
    message: `The image holds a secret (${first.rule}) in ${placeOfHit(first)}${others === 0 ? '' : `, and ${others} more`}.`,
    next: 'Keep it out of the context by .dockerignore or mount it with RUN --mount=type=secret; revoke it, since it has been in an image.',
    evidence: image.secrets.slice(0, 10).map((hit) => ({ label: hit.rule, value: placeOfHit(hit), unit: hit.path === undefined ? ('text' as const) : ('path' as const) })),
  };
}
