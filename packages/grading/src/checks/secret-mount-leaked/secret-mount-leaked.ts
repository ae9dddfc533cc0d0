import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import type { BuildSecretUse, CanaryHit, UnsearchedFile } from '../../evidence/evidence.ts';
import { lineOfHit, locationOfHit } from '../../secrets/secret-location.ts';
import { unexplained, unsearchedItems } from '../../secrets/unsearched.ts';
import { listed } from '../../verdict/wording.ts';
import { mountedSecretsKept } from './mounted-secrets.ts';

export const secretMountLeaked: Check = {
  meta: {
    id: 'secret-mount-leaked',
    title: 'Mounted build secret left in the image',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 10,
    needs: ['static', 'trace', 'image'],
    also: [],
    detects:
      'A secret that RUN --mount=type=secret passes to a step and that the step writes to a file. Exercises with build secrets provide a value generated for your sandbox. The check then searches for it in every layer (including deleted files), the configuration and the history, also in base64 and hexadecimal, and inside gzip, zip, tar and zstd files.',
    why: 'The mount disappears when the step ends, but a copy of its content does not. Anyone who can pull the image can read the copy, even if a later step deletes it.',
    fix: 'Use the secret from the mount: let the program read the file, or put it into a variable for the one command that needs it. If you need a separate file, delete it in the same RUN.',
    bad: 'RUN --mount=type=secret,id=netrc cp /run/secrets/netrc /root/.netrc && pip install -r requirements.txt',
    good: 'RUN --mount=type=secret,id=netrc,target=/root/.netrc pip install -r requirements.txt',
  },
  findings: mountedSecretsKept,
  mayDisqualify: true,
  measure,
};

function measure({ evidence: { image, buildSecrets }, dockerfile, layerLines }: MeasuredInput): Measured {
  if (buildSecrets === undefined) return skipped('Not measured: this exercise gives no secret to the build.');
  if (image?.canaries === undefined) return noImage;
  const { canaries } = image;
  const evidence = [
    ...canaries.slice(0, 10).map((hit, index) => ({
      label: `${canaries.length === 1 ? '' : `${index + 1}. `}${hit.secret}${asForm(hit)}`,
      value: locationOfHit(hit),
      unit: hit.path === undefined ? ('text' as const) : ('path' as const),
    })),
    ...buildSecrets.map(({ id, asked }) => ({
      label: `${id}, in the build`,
      value: asked ? 'used' : 'not used',
      wanted: 'used',
    })),
    ...buildSecrets.flatMap(({ id, printed }) =>
      printed === undefined
        ? []
        : [{ label: `${id}, in the build log`, value: 'printed', wanted: 'not printed' }],
    ),
    ...unsearchedItems(image),
  ].map((item) => ({ unit: 'text' as const, ...item }));

  const [first] = canaries;
  if (first !== undefined) {
    const line = canaries
      .map((hit) => lineOfHit(hit, dockerfile, layerLines))
      .find((found) => found !== undefined);
    const more =
      canaries.length === 1
        ? ''
        : `, and in ${canaries.length - 1} more ${canaries.length === 2 ? 'place' : 'places'}`;
    return {
      status: 'fail',
      line,
      message: `The build secret ${first.secret} is in the image: in ${locationOfHit(first)}${asForm(first)}${more}.`,
      evidence,
      disqualifies: true,
    };
  }
  const missed = buildSecrets.filter(({ asked }) => !asked).map(({ id }) => id);
  if (missed.length > 0) {
    return {
      status: 'fail',
      message: `The build did not use the secret${missed.length === 1 ? '' : 's'} ${listed(missed)}.`,
      next: `Mount it in the RUN that needs it: RUN --mount=type=secret,id=${missed[0]} … reads it from /run/secrets/${missed[0]}.`,
      evidence,
    };
  }
  const printed = buildSecrets.find((use) => use.printed !== undefined);
  if (printed !== undefined) return { ...printedWarning(printed), evidence };
  const unseen = unexplained(image);
  if (unseen.length > 0) return { ...unseenWarning(unseen), evidence };
  return {
    status: 'pass',
    message: `The build used each secret, and no layer, no part of the configuration and no history entry contains it.${buildStageNote({ dockerfile, context: undefined })}`,
    evidence,
  };
}

function printedWarning({
  id,
  printed,
}: BuildSecretUse): Pick<Measured, 'status' | 'message' | 'next'> & { line?: number } {
  const line = printed?.line;
  return {
    status: 'warn',
    ...(line === undefined ? {} : { line }),
    message: `The image does not contain the build secret ${id}, but a step printed it, and many people may read a build log. It is hidden here, but not on your own machine or in CI.`,
    next: 'Do not use echo, cat or set -x in the commands that handle the secret.',
  };
}

/** Files that could not be searched may contain the secret. */
function unseenWarning(files: readonly UnsearchedFile[]): Pick<Measured, 'status' | 'message' | 'next'> {
  const [first] = files as [UnsearchedFile];
  const more = files.length === 1 ? '' : `, and ${files.length - 1} more`;
  return {
    status: 'warn',
    message: `No build secret was found, but not everything could be searched: ${locationOfHit({ where: 'layer', ...first })}${more}.`,
    next: 'Remove files from the image that are encrypted, packed with xz, bzip2, 7z or rar, or too large to be unpacked here.',
  };
}

function asForm({ form }: CanaryHit): string {
  return { plain: '', base64: ' as base64', hex: ' in hexadecimal', escaped: ' with percent signs' }[form];
}

/** The layers of a stage that is only copied from are not in the image, but in the build cache. */
function buildStageNote(input: BuildSource): string {
  const kept = mountedSecretsKept(input).find(({ severity }) => severity === 'info');
  return kept === undefined
    ? ''
    : ` Line ${kept.line} writes one to a file in a build stage, so it stays in the build cache.`;
}
