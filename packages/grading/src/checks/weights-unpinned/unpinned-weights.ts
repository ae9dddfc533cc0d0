import { firstString, keyword, pythonCalls } from '@dfm/dockerfile/python/python-code';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { VariableValues } from '@dfm/dockerfile/syntax/variables';

const commit = /^[0-9a-f]{7,40}$/u;

/** `hf download repo` and `huggingface-cli download repo` without a commit; undefined for other commands. */
export function unpinnedHubCommand({ words }: ShellCommand): string | undefined {
  const name = baseName(words[0]!);
  const isHub =
    name === 'hf' ||
    name === 'huggingface-cli' ||
    (name === 'uvx' && /^(?:hf|huggingface-cli)$/u.test(words[1] ?? ''));
  const verbAt = words.indexOf('download');
  if (!isHub || verbAt < 1 || verbAt > 2 || words.length === verbAt + 1 || words.includes('--help'))
    return undefined;
  const at = words.findIndex((word) => word === '--revision' || word.startsWith('--revision='));
  const revision =
    at < 0
      ? undefined
      : words[at]!.includes('=')
        ? words[at]!.slice('--revision='.length)
        : (words[at + 1] ?? '');
  return isPinned(revision) ? undefined : `${name} download`;
}

/**
 * A `git clone` of a repository with weights, from a model hub or with Git LFS, without a commit.
 *
 * @param others all commands of the same RUN
 */
export function unpinnedClone({ words }: ShellCommand, others: readonly ShellCommand[]): string | undefined {
  if (baseName(words[0]!) !== 'git' || words[1] !== 'clone') return undefined;
  const address = words.find((word) => /^(?:https?:\/\/|git@|ssh:)/u.test(word));
  if (address === undefined) return undefined;
  const isModels =
    /:\/\/(?:[^/@]*@)?(?:hf|huggingface)\./u.test(address) ||
    others.some((other) => baseName(other.words[0]!) === 'git' && other.words[1] === 'lfs');
  const chosen = others.some(
    (other) =>
      baseName(other.words[0]!) === 'git' &&
      /^(?:checkout|reset|switch|fetch)$/u.test(
        other.words.find((word, i) => i > 0 && !word.startsWith('-') && other.words[i - 1] !== '-C') ?? '',
      ) &&
      other.words.some((word) => isPinned(word)),
  );
  return isModels && !chosen
    ? `git clone of ${address.replace(/^[^/]*\/\/(?:[^/@]*@)?/u, '').slice(0, 80)}`
    : undefined;
}

/** Whether a revision is pinned. A variable may contain a commit, but a literal branch or tag can move. */
function isPinned(revision: string | undefined): boolean {
  return revision !== undefined && (commit.test(revision) || revision.includes('$'));
}

const weightFile =
  /\.(?:safetensors|ckpt|pth?|gguf|ggml|onnx|h5|keras|bin|tflite|pb|joblib|pkl|msgpack|tar\.gz|zip)$/iu;
const modelFile = /\.(?:safetensors|ckpt|pth?|gguf|ggml|onnx|h5|keras|tflite)$/iu;

/** Weights at a URL of a branch or the latest release; undefined for any other word. */
export function unpinnedAddress(word: string): string | undefined {
  const match = /^https?:\/\/[^/\s]+(\/[^\s?#]*)/u.exec(word);
  if (match === null) return undefined;
  const path = match[1]!;
  const file = path.slice(path.lastIndexOf('/') + 1);
  // A model hub: /owner/name/resolve/<revision>/file
  const revision = /\/(?:resolve|raw|blob)\/([^/]+)\//u.exec(path)?.[1];
  if (revision !== undefined && /\/resolve\//u.test(path))
    return isPinned(revision) ? undefined : `The download of ${file} (${revision})`;
  if (!weightFile.test(file)) return undefined;
  if (/\/(?:latest|master|main|HEAD|nightly)\//u.test(path))
    return modelFile.test(file) || /model|weight|checkpoint/iu.test(path)
      ? `The download of ${file}`
      : undefined;
  if (!modelFile.test(file) || path.includes('$')) return undefined;
  // A version, a date or a hash in the URL pins the content as well as a URL can.
  return /[-_/.@]v?\d+\.\d+|(?:^|[^0-9a-f])[0-9a-f]{7,64}(?:[^0-9a-f]|$)|\/\d{4}[-_/]?\d{2}|\/v\d+\//u.test(
    path,
  )
    ? undefined
    : `The download of ${file}`;
}

const loaders: ReadonlySet<string> = new Set([
  'from_pretrained',
  'snapshot_download',
  'hf_hub_download',
  'pipeline',
  'SentenceTransformer',
  'CrossEncoder',
  'load_dataset',
  'cached_download',
  'load',
  'LLM',
  'WhisperModel',
]);

/** The first call in Python code that downloads a model without a commit. */
export function unpinnedCall(
  code: string,
  variables: VariableValues,
): { source: string; line: number } | undefined {
  for (const { name, args, line } of pythonCalls(code, loaders)) {
    const last = name.slice(name.lastIndexOf('.') + 1);
    const model = modelOf(last, args);
    if (last === 'load') {
      // torch.hub.load('owner/name', …); `owner/name:tag` is the best possible pin here.
      if (
        /(?:^|\.)hub\.load$/u.test(name) &&
        model?.includes('/') === true &&
        !model.includes(':') &&
        keyword(args, 'source') === undefined
      )
        return { source: `torch.hub.load of ${model}`, line };
      continue;
    }
    if (model !== undefined && isLocal(model)) continue;
    // A name that is not a string literal may be a folder, so only downloads that are certainly from the hub
    // are reported.
    if (model === undefined && !last.endsWith('_download')) continue;
    if (/True/u.test(keyword(args, 'local_files_only') ?? '')) continue;
    const revision = keyword(args, 'revision');
    const literal = revision === undefined ? undefined : /^[rbu]?["']([^"']*)["']/u.exec(revision)?.[1];
    // A revision that is an expression may be a commit.
    if (
      revision !== undefined &&
      revision !== 'None' &&
      (literal === undefined || isPinned(literal) || variables.has(literal))
    )
      continue;
    return { source: `${last}${model === undefined ? '' : ` of ${model.slice(0, 80)}`}`, line };
  }
  return undefined;
}

function modelOf(last: string, args: string): string | undefined {
  if (last !== 'pipeline')
    return (
      firstString(args) ??
      /^["']([^"']*)["']/u.exec(
        keyword(args, 'repo_id') ??
          keyword(args, 'pretrained_model_name_or_path') ??
          keyword(args, 'model') ??
          '',
      )?.[1]
    );
  // The first argument of pipeline is the task. Without a model, the library chooses one.
  const named = keyword(args, 'model');
  if (named !== undefined) return /^[rbu]?["']([^"']*)["']/u.exec(named)?.[1];
  const positional = /^\s*["'][^"']*["']\s*,\s*["']([^"']*)["']/u.exec(args)?.[1];
  return (
    positional ?? (firstString(args) === undefined ? undefined : `the default model for ${firstString(args)}`)
  );
}

function isLocal(model: string): boolean {
  return /^(?:\.{0,2}\/|~)/u.test(model) || model.startsWith('{') || model === '';
}
