import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { pythonPackages } from '../../image/python-packages.ts';
import { isWritable } from './writable-directory.ts';

export const hfCache: Check = {
  meta: {
    id: 'hf-cache',
    title: 'Model cache not set or not writable',
    axis: 'runtime',
    topic: 'ml',
    severity: 'info',
    defaultPoints: 5,
    needs: ['image', 'run'],
    also: [],
    detects:
      'An image with Hugging Face libraries that does not set HF_HOME, or sets it to a directory that the user of the container cannot write to.',
    why: 'Without HF_HOME, the libraries store models in the home directory of the user. A user without a home directory gets "permission denied" at the first download. A cache in the container is deleted with the container, so every new container downloads the model again.',
    fix: 'Create a directory that belongs to the user, set ENV HF_HOME to it, and mount a volume there. Or put the model into the image and set HF_HUB_OFFLINE=1.',
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
    return { status: 'pass', message: 'The image contains no Hugging Face libraries.' };
  const values = new Map(
    image.config.env.map((entry): [string, string] => [
      entry.split('=', 1)[0]!,
      entry.slice(entry.indexOf('=') + 1),
    ]),
  );
  const line = layerLines[library.layer];
  if (/^(?:1|true|yes|on)$/iu.test(values.get('HF_HUB_OFFLINE') ?? ''))
    return { status: 'pass', message: 'HF_HUB_OFFLINE is set, so the libraries download nothing.' };
  const name = cacheVariables.find((variable) => (values.get(variable) ?? '') !== '');
  const uid = run?.normal.uid ?? configuredUid(image.config.user);
  if (name === undefined)
    return {
      status: 'warn',
      line,
      message: `HF_HOME is not set: models are stored in ${homeText(uid, values.get('HOME'))}, and every new container downloads them again.`,
      evidence: [{ label: 'HF_HOME', value: 'unset', unit: 'text' }],
    };
  const directory = values.get(name)!;
  const evidence = [{ label: name, value: directory, unit: 'path' as const }];
  if (uid === undefined)
    return {
      status: 'pass',
      share: 1,
      message: `${name} sets the directory for models. It is not known whether the user can write to it.`,
      evidence,
    };
  if (uid === 0 || isWritable(image.layers, directory, uid))
    return {
      status: 'pass',
      message: `Models are stored in ${directory}, and user ${uid} can write to it.`,
      evidence,
    };
  return {
    status: 'fail',
    line,
    message: `${name} is ${directory}, but user ${uid} cannot write to it, so the first download fails. Create the directory in the image and make the user its owner.`,
    evidence,
  };
}

/** The user of a container that was not run; undefined for a name other than root. */
function configuredUid(user: string): number | undefined {
  const name = user.split(':', 1)[0]!;
  if (name === '' || name === 'root') return 0;
  return /^\d+$/u.test(name) ? Number(name) : undefined;
}

function homeText(uid: number | undefined, home: string | undefined): string {
  if (uid === 0) return 'the home directory of root';
  return home ?? 'the home directory of the user, if there is one';
}
