/** Groups of files in an image, by id, with the labels that learners see. */
const labels = {
  'pip-cache': 'Download caches of pip, uv and conda',
  'node-cache': 'Download caches of npm, yarn and pnpm',
  'apt-lists': 'Package lists of the system',
  'apt-archives': 'Downloaded system packages',
  'wheel-cuda': 'CUDA libraries inside Python wheels',
  'cuda-toolkit': 'CUDA toolkit and libraries',
  'node-modules': 'Node modules',
  'tests-docs': 'Tests, documentation, translations',
  notebooks: 'Notebooks',
  'model-weights': 'Model weights',
  datasets: 'Data sets',
  'byte-code': 'Python byte code',
  toolchain: 'Compilers, headers, static libraries',
  'python-packages': 'Python packages',
  'python-runtime': 'Python and its standard library',
  'system-packages': 'System files and packages',
  other: 'Everything else',
} as const;

export type ContentGroup = keyof typeof labels;

/** In the order of the rules. The last group contains everything else. */
export const contentGroups = Object.keys(labels) as ContentGroup[];

export function contentGroupLabel(group: ContentGroup): string {
  return labels[group];
}

interface Rule {
  group: ContentGroup;
  /** Pattern for the complete path, or for the part after `inside`. */
  path: RegExp;
  inside?: keyof typeof folders;
  /** The rule does not apply if this matches the complete path. */
  except?: RegExp;
}

/**
 * Folders with separate rules for their content. The first such folder in a path counts. The rest of the path
 * is extracted before it is matched, because a pattern for the complete path would try every such folder in a
 * path that consists only of them.
 */
const folders = {
  packages: /(?:^|\/)(?:site|dist)-packages\/(.*)$/s,
  stdlib: /(?:^|\/)lib\/python3[^/]*\/(.*)$/s,
  data: /(?:^|\/)(?:data|datasets?)\/(.*)$/s,
  include: /(?:^|\/)include\/(.*)$/s,
};
const inConda = String.raw`(?:^|\/)(?:(?:mini|ana|micro)?(?:conda|mamba)|miniforge|mambaforge)[23]?\/`;
/**
 * Files of packages, the interpreter and the system belong to these, whatever their extension: samples,
 * tables, settings.
 */
const installed =
  /(?:^|\/)(?:(?:site|dist)-packages|lib\/python3[^/]*)\/|^(?:usr\/(?:lib|share)|etc|var\/lib)\//;

/** Libraries of CUDA, cuDNN, NCCL and TensorRT. In a repaired wheel, the name contains a hash. */
const cudaLibrary = String.raw`lib(?:cudart|cublas(?:Lt)?|cudnn(?:_[a-z_]+)?|cufftw?|cufile(?:_rdma)?|cupti|curand|cusolver(?:Mg)?|cusparse(?:Lt)?|nccl|npp[a-z]*|nvblas|nvinfer(?:_[a-z_]+)?|nvjpeg|nvJitLink|nvonnxparser|nvrtc(?:-builtins)?|nvToolsExt|nvshmem_[a-z_]+)(?:[-_][0-9a-z.]+)?(?:\.so(?:\.[0-9.]+)?|_static\.a)$`;
const torchCuda = String.raw`torch\/lib\/lib(?:torch_cuda(?:_[a-z]+)*|c10_cuda|torch_nvshmem|caffe2_nvrtc)\.so$`;

const compiler = String.raw`(?:gcc|g\+\+|cc|c\+\+|cpp|gcov|gfortran|clang|clang\+\+|ld|ld\.bfd|ld\.gold|gold|as|ar|nm|ranlib|objdump|objcopy|strip|make|cmake|ctest|cpack|ninja|rustc|cargo)`;

/** First match wins. */
const rules: readonly Rule[] = [
  {
    group: 'pip-cache',
    path: new RegExp(String.raw`(?:^|\/)\.cache\/(?:pip|uv|pypoetry|pdm)\/|${inConda}pkgs\/`),
  },
  {
    group: 'node-cache',
    path: /(?:^|\/)(?:\.npm\/_cacache|\.cache\/(?:yarn|pnpm)|\.yarn\/(?:berry\/)?cache|\.pnpm-store|pnpm\/store)\/|^usr\/local\/share\/\.cache\/yarn\//,
  },
  {
    group: 'apt-lists',
    path: /^var\/lib\/apt\/lists\/|^var\/cache\/apt\/(?:src)?pkgcache\.bin$|^(?:var\/cache\/apk|etc\/apk\/cache)\/APKINDEX[^/]*$|^var\/cache\/(?:yum|dnf|libdnf5)\/(?:[^/]+\/)*repodata\//,
  },
  { group: 'apt-archives', path: /^var\/cache\/(?:apt\/archives|apk|yum|dnf|libdnf5)\/|^etc\/apk\/cache\// },
  {
    group: 'wheel-cuda',
    inside: 'packages',
    path: new RegExp(
      String.raw`^(?:nvidia\/(?:[^/]+\/)+lib\/|tensorrt[0-9a-z_]*_libs\/|${torchCuda})|(?:^|\/)${cudaLibrary}`,
    ),
  },
  {
    group: 'cuda-toolkit',
    path: new RegExp(
      String.raw`^usr\/local\/cuda(?:-[0-9.]+)?\/|^opt\/nvidia\/|(?:^|\/)lib(?:64)?\/(?:[^/]+\/)?${cudaLibrary}`,
    ),
  },
  { group: 'node-modules', path: /(?:^|\/)node_modules\// },
  {
    group: 'tests-docs',
    path: /^usr\/(?:local\/)?(?:share\/)?(?:doc|doc-base|man|info|locale|gtk-doc|help|lintian)\/|^usr\/lib\/locale\//,
  },
  { group: 'tests-docs', inside: 'packages', path: /(?:^|\/)(?:tests?|docs?|examples?)\// },
  { group: 'tests-docs', inside: 'stdlib', path: /(?:^|\/)(?:tests?|idlelib|idle_test|pydoc_data)\// },
  { group: 'notebooks', path: /\.ipynb$/ },
  {
    group: 'model-weights',
    path: /\.(?:safetensors|gguf|ggml|onnx|tflite|keras|pdparams|caffemodel)$|\.weights\.h5$/,
  },
  {
    group: 'model-weights',
    path: /\.(?:pt|pth|ckpt|engine|ubj|cbm|joblib|pkl|pickle)$|\.ckpt-[0-9]+\.data-[0-9]+-of-[0-9]+$|(?:^|\/)(?:pytorch_|tf_)?model[^/]*\.(?:bin|h5|hdf5|pb)$|(?:^|\/)saved_model\.pb$|(?:^|\/)variables\/variables\.(?:data-[0-9-]+of-[0-9]+|index)$/,
    except: installed,
  },
  {
    group: 'model-weights',
    path: /(?:^|\/)models--[^/]+\/|(?:^|\/)\.cache\/(?:torch\/hub\/checkpoints|kagglehub\/models)\/|(?:^|\/)\.ollama\/models\//,
  },
  {
    group: 'datasets',
    path: /(?:^|\/)datasets--[^/]+\/|(?:^|\/)\.cache\/(?:huggingface\/datasets|kagglehub\/datasets)\/|(?:^|\/)(?:scikit_learn_data|tensorflow_datasets|nltk_data)\//,
  },
  {
    group: 'datasets',
    path: /\.(?:csv|tsv|parquet|arrow|feather|avro|orc|tfrecords?|npy|npz|h5|hdf5|jsonl|ndjson|mdb|mat)(?:\.(?:gz|bz2|xz|zst|zip))?$/,
    except: installed,
  },
  {
    group: 'datasets',
    inside: 'data',
    path: /\.(?:jpe?g|png|webp|tiff?|bmp|wav|flac|mp3|ogg|mp4|avi|zip|tar|tgz|gz|bz2|xz|zst)$/i,
    except: installed,
  },
  { group: 'byte-code', path: /(?:^|\/)__pycache__\/|\.py[co]$/ },
  {
    group: 'toolchain',
    path: /^(?:usr\/)?(?:local\/)?(?:lib|lib64|libexec)\/(?:gcc|gcc-cross|llvm-[0-9.]+|go|go-[0-9.]+|cmake|rustlib)\/|^usr\/(?:local\/)?include\/|^usr\/share\/(?:cmake|aclocal|autoconf|automake)[^/]*\/|^usr\/local\/go\/|(?:^|\/)\.(?:cargo|rustup)\//,
  },
  {
    group: 'toolchain',
    path: new RegExp(
      String.raw`^usr\/(?:local\/)?bin\/(?:[a-z0-9_]+-linux-[a-z0-9]+-)?${compiler}(?:-[0-9.]+)?$`,
    ),
  },
  { group: 'toolchain', path: /\.a$|^usr\/lib\/(?:[^/]+\/)?[^/]+\.o$|(?:^|\/)pkgconfig\/[^/]+\.pc$/ },
  { group: 'toolchain', inside: 'include', path: /\.(?:h|hh|hpp|hxx|cuh|inl)$/ },
  { group: 'python-packages', path: new RegExp(inConda) },
  { group: 'python-packages', inside: 'packages', path: /^/ },
  { group: 'python-runtime', inside: 'stdlib', path: /^/ },
  {
    group: 'python-runtime',
    path: /(?:^|\/)lib\/(?:[^/]+\/)?libpython3[^/]*\.so[^/]*$|(?:^|\/)bin\/(?:python|pip|idle|pydoc|2to3)[0-9.-]*$|^usr\/share\/python(?:3|-wheels)?\//,
  },
  {
    group: 'system-packages',
    path: /^(?:usr\/(?:bin|sbin|lib|lib32|lib64|libx32|libexec|share|games|src)|bin|sbin|lib|lib32|lib64|libx32|etc|boot|var\/(?:cache|log)|var\/lib\/(?:dpkg|apt|apk|rpm|dnf|systemd|pam|ucf))\//,
  },
];

/**
 * The group of a path in an image. It depends only on the path, so that hidden files can be grouped as well
 * as visible ones.
 *
 * @param path without a leading slash
 */
export function contentGroupOf(path: string): ContentGroup {
  const part = (folder: keyof typeof folders | undefined) =>
    folder === undefined ? path : folders[folder].exec(path)?.[1];
  return (
    rules.find(({ path: pattern, inside, except }) => {
      const candidate = part(inside);
      return candidate !== undefined && pattern.test(candidate) && except?.test(path) !== true;
    })?.group ?? 'other'
  );
}
