/*
 * Python packages without a wheel for musl (Alpine). Looked up on the Python package index on 2026-11-21, for x86_64 and Python 3.9, 3.11 and 3.13:
 * a resolver that may take nothing but wheels for musllinux up to 1.2 finds no version of any of them.
 */

/** They have no source package either, so that pip finds nothing to install. */
const nothing: ReadonlySet<string> = new Set([
  'torch',
  'torchvision',
  'torchaudio',
  'tensorflow',
  'tensorflow-cpu',
  'jaxlib',
  'onnxruntime',
  'triton',
  'ray',
  'mediapipe',
  'open3d',
  'ctranslate2',
]);

/** pip compiles their source. */
const source: ReadonlySet<string> = new Set([
  'scikit-learn',
  'xgboost',
  'lightgbm',
  'catboost',
  'opencv-python',
  'opencv-python-headless',
  'opencv-contrib-python',
  'opencv-contrib-python-headless',
  'sentencepiece',
  'llama-cpp-python',
  'numba',
  'llvmlite',
  'hdbscan',
  'implicit',
  'dlib',
  'prophet',
  'fasttext',
  'annoy',
  'hnswlib',
  'onnx',
  'scikit-surprise',
]);

/** What pip does with a package on Alpine; undefined where it has a wheel or was not looked up. */
export function onMusl(name: string): 'compile' | 'none' | undefined {
  if (nothing.has(name)) return 'none';
  return source.has(name) ? 'compile' : undefined;
}
