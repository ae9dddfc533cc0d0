import { baseName } from '@dfm/dockerfile/shell/shell-commands';

/** A program that stores values in its own configuration file. */
interface SettingsStore {
  name: string;
  /** Whether a command with these words stores a value among them. */
  stores(words: readonly string[]): boolean;
  /** Whether a later command removes the value again. */
  undoneBy(words: readonly string[]): boolean;
}

/** @param removed files or folders whose removal also removes the value */
function store(
  name: string,
  programs: readonly string[],
  stores: RegExp,
  removed: readonly string[],
  undone: RegExp,
): SettingsStore {
  const isOwn = (words: readonly string[]) => programs.includes(baseName(words[0]!));
  const rest = (words: readonly string[]) => words.slice(1).join(' ');
  return {
    name,
    stores: (words) => isOwn(words) && stores.test(rest(words)),
    undoneBy: (words) =>
      baseName(words[0]!) === 'rm'
        ? words.some((word) => removed.some((file) => word.includes(file)))
        : isOwn(words) && undone.test(rest(words)),
  };
}

/** Where common tools store credentials that they are given. */
export const settingsStores: readonly SettingsStore[] = [
  store(
    'the pip configuration',
    ['pip', 'pip3'],
    /^config\b.*\bset\b/u,
    ['pip.conf', '.config', '.pip'],
    /^config\b.*\bunset\b/u,
  ),
  store(
    'the git configuration',
    ['git'],
    /^config\b(?!.*--(?:get|unset|list))/u,
    ['.gitconfig', '.git-credentials', '.git'],
    /^config\b.*--unset/u,
  ),
  store(
    'the .git folder of the clone',
    ['git'],
    /^(?:clone|(?:-C \S+ )?remote (?:add|set-url))\b.*:\/\/[^@]*@/u,
    ['.git'],
    /\bremote (?:set-url|remove|rm)\b/u,
  ),
  store(
    '.npmrc',
    ['npm', 'pnpm', 'yarn'],
    /^(?:config )?set\b/u,
    ['.npmrc', '.yarnrc'],
    /^config (?:delete|rm|unset)\b/u,
  ),
  store(
    'the Poetry configuration',
    ['poetry'],
    /^config\b(?!.*--unset)/u,
    ['pypoetry', 'auth.toml'],
    /^config\b.*--unset/u,
  ),
  store(
    'the Hugging Face cache',
    ['huggingface-cli', 'hf'],
    /^(?:auth )?login\b/u,
    ['huggingface'],
    /^(?:auth )?logout\b/u,
  ),
  store('/root/.netrc', ['wandb'], /^login\b/u, ['.netrc'], /(?!)/u),
  store('the AWS CLI configuration', ['aws'], /^configure set\b/u, ['.aws'], /(?!)/u),
  store('the GitHub CLI configuration', ['gh'], /^auth login\b/u, ['.config'], /^auth logout\b/u),
  store('the Docker configuration', ['docker'], /^login\b/u, ['.docker'], /^logout\b/u),
  store(
    'the conda configuration',
    ['conda', 'mamba'],
    /^config\b.*--(?:set|add|append|prepend)\b/u,
    ['.condarc'],
    /^config\b.*--remove/u,
  ),
];
