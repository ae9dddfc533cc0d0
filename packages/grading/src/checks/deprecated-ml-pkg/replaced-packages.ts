/**
 * Python packages that were renamed or given up, with what to say of each. Each was looked up on the Python
 * package index on 2026-11-21: its last release is the placeholder or the version told here, or there is none
 * under the name. The reasons are the projects' own announcements. A package that is old and still maintained
 * is not in the list.
 */
const replaced: Readonly<Record<string, string>> = {
  'tensorflow-gpu':
    'tensorflow-gpu is given up: its last release, 2.12, refuses to install, and tensorflow itself runs on GPUs. Install "tensorflow[and-cuda]".',
  'tf-nightly-gpu':
    'tf-nightly-gpu is given up, and nightly builds are deleted after a while. Install a release of tensorflow.',
  'tf-nightly':
    'tf-nightly is another program every day, and old builds are deleted. Install a release of tensorflow.',
  'keras-nightly': 'keras-nightly is another program every day. Install a release of keras.',
  'tensorflow-addons':
    'tensorflow-addons ended in May 2024 and does not work with newer TensorFlow. What it had is in keras, keras-cv and keras-nlp.',
  'keras-applications': 'keras-applications is part of keras now: import keras.applications.',
  'keras-preprocessing': 'keras-preprocessing is part of keras now: use keras.utils and keras.layers.',
  sklearn:
    'sklearn is not the name of the package, and the placeholder refuses to install. Install scikit-learn.',
  pytorch: 'pytorch is not the name of the package, and the placeholder refuses to install. Install torch.',
  cv2: 'cv2 is the name to import. Install opencv-python-headless.',
  pil: 'PIL is no longer developed. Install pillow.',
  fbprophet: 'fbprophet was renamed. Install prophet.',
  gym: 'gym is given up. Install gymnasium, which took its place.',
  'pytorch-transformers': 'pytorch-transformers was renamed. Install transformers.',
  'pytorch-pretrained-bert': 'pytorch-pretrained-bert was renamed. Install transformers.',
  torchtext:
    'torchtext is no longer developed: 0.18 of April 2024 is its last release, for torch 2.3. Use the tokenizers of tokenizers or sentencepiece.',
  mxnet: 'mxnet was retired in 2023. Choose a framework that is maintained.',
  'mxnet-cu112': 'mxnet was retired in 2023. Choose a framework that is maintained.',
  theano: 'theano is given up. Install pytensor, which continues it.',
  'nvidia-pyindex':
    "nvidia-pyindex only added NVIDIA's index to pip. Its packages are on the default index now.",
  'nvidia-tensorrt': 'nvidia-tensorrt was renamed. Install tensorrt.',
  'faiss-gpu': 'faiss-gpu ended at 1.7.2, for CUDA 11. Install faiss-gpu-cu12 or faiss-cpu.',
  'auto-gptq': 'auto-gptq is given up. Install gptqmodel, which took its place.',
  autoawq: 'autoawq is given up. Use llm-compressor, or load the weights with vllm or transformers.',
};

/**
 * Extras of jax of the years in which its wheels came from a page of links; today's are in JAX,
 * "Installation" (docs.jax.dev/en/latest/installation.html), read 2026-11-21.
 */
const jaxExtra = /^cuda(?:\d{2,3}-(?:pip|cudnn\d*|local)|\d{3}|11[\w-]*)$/u;

/** The names that conda channels use for packages of their own. */
const fineInConda: ReadonlySet<string> = new Set(['tensorflow-gpu', 'pytorch', 'faiss-gpu', 'cv2', 'theano']);

/**
 * What to say of a package that was replaced; undefined for any other.
 *
 * @param tool the program that installs it; by default pip
 */
export function replacedPackage(
  { name, extras }: { name: string; extras: readonly string[] },
  tool = 'pip',
): string | undefined {
  if (/^(?:conda|mamba|micromamba)$/u.test(tool) && fineInConda.has(name)) return undefined;
  if (name === 'jax' && tool === 'pip') {
    const extra = extras
      .map((item) => item.replaceAll('_', '-'))
      .find((item) => jaxExtra.test(item) && !/^cuda1[23]-local$/u.test(item));
    return extra === undefined
      ? undefined
      : `jax[${extra}] is an extra of old releases. Install jax[cuda12] or jax[cuda13].`;
  }
  return Object.hasOwn(replaced, name) ? replaced[name] : undefined;
}

/**
 * The package that was meant, where the name alone is wrong and nothing is installed under it: to write the
 * other one breaks no build.
 */
export const meantInstead: Readonly<Record<string, string>> = {
  sklearn: 'scikit-learn',
  pytorch: 'torch',
  cv2: 'opencv-python-headless',
  pil: 'pillow',
};
