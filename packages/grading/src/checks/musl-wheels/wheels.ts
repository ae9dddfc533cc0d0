/*
 * Python packages without a wheel for musl (Alpine). Looked up on the Python package index on 2026-11-21, for x86_64 and Python 3.9, 3.11 and 3.13:
 * a resolver restricted to wheels for musllinux up to 1.2 finds no version of any of them.
 */

/** Packages without a source package, so that pip finds nothing to install. */
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

/** Packages that pip compiles from source. */
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

/** What pip does with a package on Alpine; undefined if it has a wheel or was not looked up. */
export function onMusl(name: string): 'compile' | 'none' | undefined {
  if (nothing.has(name)) return 'none';
  return source.has(name) ? 'compile' : undefined;
}
