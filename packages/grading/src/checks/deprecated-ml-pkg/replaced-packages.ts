/**
 * Python packages that were renamed or discontinued, with the advice for each. Each was looked up on the
 * Python package index on 2026-11-21: its last release is a placeholder or the version given here, or no
 * package has this name. The reasons are announcements by the projects. Old packages that are still
 * maintained are not listed.
 */
const replaced: Readonly<Record<string, string>> = {
  'tensorflow-gpu':
    'tensorflow-gpu is discontinued: its last release, 2.12, cannot be installed, and tensorflow itself supports GPUs. Install "tensorflow[and-cuda]".',
  'tf-nightly-gpu':
    'tf-nightly-gpu is discontinued, and nightly builds are deleted after a while. Install a release of tensorflow.',
  'tf-nightly':
    'tf-nightly is different every day, and old builds are deleted. Install a release of tensorflow.',
  'keras-nightly': 'keras-nightly is different every day. Install a release of keras.',
  'tensorflow-addons':
    'tensorflow-addons was discontinued in May 2024 and does not work with newer TensorFlow. Its features are now in keras, keras-cv and keras-nlp.',
  'keras-applications': 'keras-applications is now part of keras. Import keras.applications.',
  'keras-preprocessing': 'keras-preprocessing is now part of keras. Use keras.utils and keras.layers.',
  sklearn:
    'sklearn is not the name of the package, and the placeholder with that name cannot be installed. Install scikit-learn.',
  pytorch:
    'pytorch is not the name of the package, and the placeholder with that name cannot be installed. Install torch.',
  cv2: 'cv2 is the name of the module, not of the package. Install opencv-python-headless.',
  pil: 'PIL is no longer developed. Install pillow.',
  fbprophet: 'fbprophet was renamed. Install prophet.',
  gym: 'gym is discontinued. Install its successor gymnasium.',
  'pytorch-transformers': 'pytorch-transformers was renamed. Install transformers.',
  'pytorch-pretrained-bert': 'pytorch-pretrained-bert was renamed. Install transformers.',
  torchtext:
    'torchtext is no longer developed: its last release is 0.18 from April 2024, for torch 2.3. Use tokenizers or sentencepiece.',
  mxnet: 'mxnet was retired in 2023. Choose a framework that is maintained.',
  'mxnet-cu112': 'mxnet was retired in 2023. Choose a framework that is maintained.',
  theano: 'theano is discontinued. Install its successor pytensor.',
  'nvidia-pyindex':
    "nvidia-pyindex only added NVIDIA's index to pip. The packages are now on the default index.",
  'nvidia-tensorrt': 'nvidia-tensorrt was renamed. Install tensorrt.',
  'faiss-gpu': 'The last release of faiss-gpu is 1.7.2, for CUDA 11. Install faiss-gpu-cu12 or faiss-cpu.',
  'auto-gptq': 'auto-gptq is discontinued. Install its successor gptqmodel.',
  autoawq: 'autoawq is discontinued. Use llm-compressor, or load the weights with vllm or transformers.',
};

/**
 * Extras of jax from the time when its wheels came from a page of links. The current extras are in JAX,
 * "Installation" (docs.jax.dev/en/latest/installation.html), read 2026-11-21.
 */
const jaxExtra = /^cuda(?:\d{2,3}-(?:pip|cudnn\d*|local)|\d{3}|11[\w-]*)$/u;

/** Names that conda channels use for their own packages. */
const validInConda: ReadonlySet<string> = new Set([
  'tensorflow-gpu',
  'pytorch',
  'faiss-gpu',
  'cv2',
  'theano',
]);

/**
 * The advice for a package that was replaced; undefined for any other.
 *
 * @param tool the program that installs it
 */
export function replacedPackage(
  { name, extras }: { name: string; extras: readonly string[] },
  tool = 'pip',
): string | undefined {
  if (/^(?:conda|mamba|micromamba)$/u.test(tool) && validInConda.has(name)) return undefined;
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
 * The intended package for names under which nothing can be installed, so that replacing the name cannot
 * break a build.
 */
export const intendedPackages: Readonly<Record<string, string>> = {
  sklearn: 'scikit-learn',
  pytorch: 'torch',
  cv2: 'opencv-python-headless',
  pil: 'pillow',
};
