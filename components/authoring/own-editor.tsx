import { hrefTo } from '@dfm/contracts/page-addresses';
import { LinkToShare } from '@/components/ui/link-to-share.tsx';
import { Link } from '@/components/ui/link.tsx';

/** How to write the content with git. @param address of the repository */
export function OwnEditor({ address }: { address: string }) {
  return (
    <>
      <p className="text-soft">
        Drafts are branches of a git repository. As the password, git needs a{' '}
        <Link href={hrefTo('apiTokens')} className="text-accent underline underline-offset-2">
          token
        </Link>
        ; the user name can be any.
      </p>
      <div className="mt-3 grid gap-2">
        <LinkToShare address={`git clone ${address}`} what="the command that clones the content" />
        <LinkToShare address="git switch -c draft/my-change" what="the command that begins a draft" />
        <LinkToShare address="git push -u origin draft/my-change" what="the command that pushes a draft" />
      </div>
      <p className="mt-3 text-sm text-soft">
        For a draft that exists, use <code>git switch draft/its-name</code>. Only drafts can be pushed.
        Published versions are fetched with{' '}
        <code>git fetch origin &apos;refs/published/*:refs/tags/v*&apos;</code>.
      </p>
    </>
  );
}
