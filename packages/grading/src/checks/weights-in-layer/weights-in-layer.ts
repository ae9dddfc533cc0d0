import { formatBytes } from '@dfm/contracts/quantity';
import { pathGlob } from '@dfm/dockerfile/context/path-glob';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { megabytes, texts } from '../../check/options.ts';
import { noImage } from '../../check/skipped.ts';
import { listed } from '../../verdict/wording.ts';

const weightFile =
  /\.(?:safetensors|pt|pth|ckpt|gguf|ggml|onnx|tflite|h5|keras|pkl|pickle|joblib|mlmodel|pb)$/i;
/** Libraries contain small models for their own tests. */
const insidePackages = /(?:^|\/)(?:site|dist)-packages\//;
const defaultMaxMb = 10;

const optionsSchema = z.strictObject({
  allow: z._default(texts.check(z.describe('Paths or patterns of files that do not count.')), []),
  maxMb: z._default(
    megabytes.check(z.describe('Maximum size of all model files together, in MB.')),
    defaultMaxMb,
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const weightsInLayer: Check<Options> = {
  meta: {
    id: 'weights-in-layer',
    title: 'Model weights in the image',
    axis: 'size',
    topic: 'ml',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['image'],
    also: [],
    detects:
      'Model files (.safetensors, .pt, .gguf, .onnx, .joblib and others) in any layer that the Dockerfile adds, even if deleted later, beyond the limit of the exercise.',
    why: 'Weights change on a different schedule than code and are far larger. In a layer, every node has to pull them again, and a new model needs a new image.',
    fix: 'Load them at start from a volume or an object store, pinned to a revision and verified with a hash. Keep only code and libraries in the image.',
    bad: 'COPY model.safetensors /srv/',
    good: 'ENV MODEL_PATH=/models/model.safetensors\nCMD ["python", "serve.py"]',
  },
  options: optionsSchema,
  measure,
};

function measure({ evidence: { image }, layerLines, options }: MeasuredInput<Options>): Measured {
  if (image === undefined) return noImage;
  const allowed = options.allow.map(pathGlob);
  const maxBytes = options.maxMb * 1e6;
  const weights = image.layers.flatMap((layer, index) =>
    index < image.baseLayers
      ? []
      : layer.entries
          .filter(
            (entry) =>
              entry.type === 'file' &&
              weightFile.test(entry.path) &&
              !insidePackages.test(entry.path) &&
              !allowed.some((glob) => glob.test(entry.path)),
          )
          .map((entry) => ({ path: entry.path, bytes: entry.bytes, line: layerLines[index] })),
  );
  weights.sort((a, b) => b.bytes - a.bytes);
  const bytes = weights.reduce((sum, file) => sum + file.bytes, 0);
  const measured = { label: 'Model files', value: bytes, unit: 'bytes' as const, wanted: maxBytes };
  if (bytes <= maxBytes)
    return {
      status: 'pass',
      message: 'The layers contain no more model weights than the limit allows.',
      evidence: [measured],
    };
  return {
    status: 'fail',
    line: weights[0]?.line,
    message: `The layers contain ${formatBytes(bytes)} of model weights: ${listed(weights.map((file) => `/${file.path}`))}.`,
    next: 'Exclude the weights from the build context, and load them from a volume or an object store at start.',
    evidence: [
      measured,
      ...weights
        .slice(0, 5)
        .map((file) => ({ label: `/${file.path}`, value: file.bytes, unit: 'bytes' as const })),
    ],
  };
}
