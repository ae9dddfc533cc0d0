import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAFT_ID, DRAFTS_MAX } from './names.ts';
import { FILE_BYTES_MAX, FILES_MAX } from './tree.ts';

/** A draft of months has fewer. Each is looked at before a push is taken. */
const COMMITS_PER_PUSH_MAX = 500;

const files = FILES_MAX.toLocaleString('en');

/**
 * Git calls it with everything that a push would change, while the new objects are still apart from the
 * repository. A refused push leaves nothing behind. What it prints is shown to the person who pushes.
 */
const preReceive = `#!/bin/sh
# The site writes this file when it opens the repository. Changes to it are lost.
refuse() {
  printf '%s\\n' "$1" >&2
  exit 1
}
added=0
while read -r old new ref; do
  printf '%s\\n' "$ref" | grep -Exq 'refs/heads/draft/${DRAFT_ID}' ||
    refuse 'Only drafts can be pushed: branches such as draft/my-change, with lower-case letters, digits and hyphens.'
  case $new in *[!0]*) ;; *) refuse 'A draft is deleted on the site, not by a push.' ;; esac
  git merge-base refs/heads/main "$new" > /dev/null ||
    refuse 'A draft starts from the content of the site. Clone it, and begin the branch there.'
  case $old in
  *[!0]*)
    git merge-base --is-ancestor "$old" "$new" ||
      refuse 'This push lacks commits that the draft has. Run git pull, then push again without --force.'
    ;;
  *)
    added=$((added + 1))
    existing=$(git for-each-ref refs/heads/draft | wc -l)
    [ $((existing + added)) -le ${DRAFTS_MAX} ] ||
      refuse 'There are ${DRAFTS_MAX} drafts. Delete one that nobody needs, on the site.'
    ;;
  esac
  commits=$(git rev-list --max-count=${COMMITS_PER_PUSH_MAX + 1} "$new" --not --all) || exit 1
  [ "$(printf '%s\\n' "$commits" | wc -l)" -le ${COMMITS_PER_PUSH_MAX} ] ||
    refuse 'A push can have at most ${COMMITS_PER_PUSH_MAX} commits. Push some of them first.'
  # A tree of a few objects can list more files than fit in memory.
  for commit in $commits; do
    listed=$(git ls-tree -r --name-only "$commit" 2> /dev/null | head -n ${FILES_MAX + 1} | wc -l)
    [ "$listed" -le ${FILES_MAX} ] || refuse 'The content can have at most ${files} files.'
  done
  large=$(git rev-list --objects "$new" --not --all |
    git cat-file --batch-check='%(objectsize) %(rest)' |
    awk '$1 > ${FILE_BYTES_MAX} { $1 = ""; print "x" $0; exit }' | tr -d '[:cntrl:]')
  [ -z "$large" ] || refuse "A file can have at most ${FILE_BYTES_MAX / 1_000_000} MB:\${large#x}"
done
`;

/** Passes on which branches a push has moved. Without the variable, no one waits for it. */
const postReceive = `#!/bin/sh
# The site writes this file when it opens the repository. Changes to it are lost.
cat > "\${DFM_PUSHED:-/dev/null}"
`;

/** The folder of the hooks of a repository. */
export const hooksOf = (folder: string) => join(folder, 'hooks');

/** Gives a repository the rules for pushes, which hold over HTTP and over SSH. */
export async function writeHooks(folder: string): Promise<void> {
  const hooks = hooksOf(folder);
  await mkdir(hooks, { recursive: true });
  for (const [name, script] of [
    ['pre-receive', preReceive],
    ['post-receive', postReceive],
  ] as const) {
    const temporary = join(hooks, `${name}.${randomUUID()}`);
    await writeFile(temporary, script, { mode: 0o755 });
    await rename(temporary, join(hooks, name));
  }
}
