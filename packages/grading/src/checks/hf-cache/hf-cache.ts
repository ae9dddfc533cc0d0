import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { pythonPackages } from '../../image/python-packages.ts';
import { isWritable } from './writable-directory.ts';

export const hfCache: Check = {
  meta: {
    id: 'hf-cache',
    title: 'The model cache has no place, or none that can be written',
    axis: 'runtime',
    topic: 'ml',
    severity: 'info',
    defaultPoints: 5,
    needs: ['image', 'run'],
    also: [],
    detects:
      "An image with Hugging Face's libraries that leaves HF_HOME unset, or sets it to a directory that the user of the container cannot write.",
    why: 'Without HF_HOME the libraries keep models below the home directory of the user. A user without one gets "permission denied" at the first download, and a cache in the container is lost with it: every start downloads the model again.',
    fix: 'Make a directory that belongs to the user, set ENV HF_HOME to it, and mount a volume there; or put the model into the image and set HF_HUB_OFFLINE=1.',
    bad: 'RUN pip install --no-cache-dir transformers==4.46.0\nUSER 10001',
    good: 'RUN pip install --no-cache-dir transformers==4.46.0\nRUN install -d -o 10001 /models\nENV HF_HOME=/models\nUSER 10001',
  },
  measure,
};

const hubPackages: ReadonlySet<string> = new Set([
  'huggingface-hub',
  'transformers',
  'diffusers',
  'sentence-transformers',
  'datasets',
]);
const cacheVariables = [
  'HF_HUB_CACHE',
  'HF_HOME',
  'HUGGINGFACE_HUB_CACHE',
  'TRANSFORMERS_CACHE',
  'XDG_CACHE_HOME',
];

function measure({ evidence: { image, run }, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const library = pythonPackages(replay).find(({ name }) => hubPackages.has(name));
  if (library === undefined)
    return { status: 'pass', message: "The image has none of Hugging Face's libraries." };
  const values = new Map(
    image.config.env.map((entry): [string, string] => [
      entry.split('=', 1)[0]!,
      entry.slice(entry.indexOf('=') + 1),
    ]),
  );
  const line = layerLines[library.layer];
  if (/^(?:1|true|yes|on)$/iu.test(values.get('HF_HUB_OFFLINE') ?? ''))
    return { status: 'pass', message: 'The libraries are told to download nothing (HF_HUB_OFFLINE).' };
  const name = cacheVariables.find((variable) => (values.get(variable) ?? '') !== '');
  // Measured where the image ran; otherwise what it says, if that is a number.
  const said = /^\d+/u.exec(image.config.user)?.[0];
  const uid =
    run?.normal.uid ??
    (image.config.user === '' || image.config.user.startsWith('root')
      ? 0
      : said === undefined
        ? undefined
        : Number(said));
  if (name === undefined) {
    const home = values.get('HOME');
    const evidence = [{ label: 'HF_HOME', value: 'unset', unit: 'text' as const }];
    if (uid === 0)
      return {
        status: 'warn',
        line,
        message:
          'HF_HOME is unset: models go to the home directory of root, and every new container downloads them again.',
        evidence,
      };
    return {
      status: 'warn',
      line,
      message: `HF_HOME is unset: models go below ${home === undefined ? "the user's home directory, if it has one" : home}, and every new container downloads them again.`,
      evidence,
    };
  }
  const directory = values.get(name)!;
  const evidence = [{ label: name, value: directory, unit: 'path' as const }];
  if (uid === undefined)
    return {
      status: 'pass',
      share: 1,
      message: `${name} says where models are kept. Whether the user can write there was not seen.`,
      evidence,
    };
  if (uid === 0 || isWritable(image.layers, directory, uid))
    return {
      status: 'pass',
      message: `Models are kept in ${directory}, which user ${uid} can write.`,
      evidence,
    };
  return {
    status: 'fail',
    line,
    message: `${name} is ${directory}, and user ${uid} cannot write there: the first download fails. Make the directory in the image and give it to the user.`,
    evidence,
  };
}
