import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';

export const mlTokens: Check = {
  meta: {
    id: 'ml-tokens',
    title: 'Token of a machine-learning service in the image',
    axis: 'security',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 5,
    needs: ['image'],
    also: [],
    detects:
      'Tokens of Hugging Face, Weights & Biases, NVIDIA NGC and Kaggle in any layer, even if overwritten or deleted later, and in the environment, labels, commands and history of the image.',
    why: 'Such a token gives access to private models, data sets and experiments, and can cause costs for the account. Anyone who can pull the image has the token.',
    fix: 'Revoke the token at the service, then pass a new one only to the step that needs it with RUN --mount=type=secret, or to the container at start.',
    bad: 'ENV HF_TOKEN=hf_…\nRUN hf download org/private-model',
    good: 'RUN --mount=type=secret,id=hf_token HF_TOKEN=$(cat /run/secrets/hf_token) hf download org/private-model --revision c9745ed',
  },
  measure,
};

/** For each rule of the secret search: the service of the token, and where to revoke it. */
const services: Readonly<Record<string, { name: string; revoke: string }>> = {
  'hugging-face-token': { name: 'Hugging Face', revoke: 'Settings, Access Tokens' },
  'wandb-api-key': { name: 'Weights & Biases', revoke: 'User settings, API keys' },
  'ngc-api-key': { name: 'NVIDIA NGC', revoke: 'Setup, API Keys' },
  'kaggle-key': { name: 'Kaggle', revoke: 'Settings, API, Expire Token' },
};

function measure({ evidence: { image }, layerLines }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const hits = image.secrets.flatMap((hit) =>
    Object.hasOwn(services, hit.rule) ? [{ ...hit, service: services[hit.rule]! }] : [],
  );
  const [first] = hits;
  if (first === undefined)
    return {
      status: 'pass',
      message: 'The image contains no token of Hugging Face, Weights & Biases, NGC or Kaggle.',
    };
  const where =
    first.path !== undefined
      ? `/${first.path}`
      : first.name === undefined
        ? `the ${first.where === 'env' ? 'environment' : first.where} of the image`
        : `the variable or label ${first.name.slice(0, 60)}`;
  return {
    status: 'fail',
    line: hits
      .map(({ layer }) => (layer === undefined ? undefined : layerLines[layer]))
      .find((line) => line !== undefined),
    message: `The image contains a token of ${first.service.name} in ${where}${hits.length === 1 ? '' : `, and ${hits.length - 1} more`}.`,
    next: `Revoke it at ${first.service.name} (${first.service.revoke}), because it has been in an image. Pass the new one to the step with RUN --mount=type=secret.`,
    evidence: hits.slice(0, 5).map(({ service, path, name }) => ({
      label: service.name,
      value: path === undefined ? (name ?? 'configuration') : `/${path}`,
      unit: path === undefined ? ('text' as const) : ('path' as const),
    })),
  };
}
