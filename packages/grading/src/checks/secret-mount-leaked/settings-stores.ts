import { baseName } from '@dfm/dockerfile/shell/shell-commands';

/** A program that writes what it is told into a file of its own. */
interface SettingsStore {
  name: string;
  /** Whether a command with these words stores a value among them. */
  takes(words: readonly string[]): boolean;
  /** Whether a later command takes it out again. */
  undoneBy(words: readonly string[]): boolean;
}

/** @param removed files or folders by whose removal the value is gone too */
function store(
  name: string,
  programs: readonly string[],
  takes: RegExp,
  removed: readonly string[],
  undone: RegExp,
): SettingsStore {
  const isOwn = (words: readonly string[]) => programs.includes(baseName(words[0]!));
  const rest = (words: readonly string[]) => words.slice(1).join(' ');
  return {
    name,
    takes: (words) => isOwn(words) && takes.test(rest(words)),
    undoneBy: (words) =>
      baseName(words[0]!) === 'rm'
        ? words.some((word) => removed.some((file) => word.includes(file)))
        : isOwn(words) && undone.test(rest(words)),
  };
}

/** Where the common tools put a credential that they are told. */
export const settingsStores: readonly SettingsStore[] = [
  store(
    "pip's settings",
    ['pip', 'pip3'],
    /^config\b.*\bset\b/u,
    ['pip.conf', '.config', '.pip'],
    /^config\b.*\bunset\b/u,
  ),
  store(
    "git's settings",
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
    "Poetry's settings",
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
  store("the AWS command line's settings", ['aws'], /^configure set\b/u, ['.aws'], /(?!)/u),
  store("the settings of GitHub's command line", ['gh'], /^auth login\b/u, ['.config'], /^auth logout\b/u),
  store("Docker's settings", ['docker'], /^login\b/u, ['.docker'], /^logout\b/u),
  store(
    "conda's settings",
    ['conda', 'mamba'],
    /^config\b.*--(?:set|add|append|prepend)\b/u,
    ['.condarc'],
    /^config\b.*--remove/u,
  ),
];
