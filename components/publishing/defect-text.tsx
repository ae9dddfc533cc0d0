import { hrefTo } from '@dfm/contracts/page-addresses';
import { Link } from '@/components/ui/link.tsx';

/** `lessons/pin-it.mdx:12: …`, as the content check describes a problem that has a place. */
const withPlace = /^((?:[\w.-]+\/)*[\w.-]+\.\w+)(?::(\d+))?: ([^]*)$/;

/** What is wrong, with a link to its place in the draft. */
export function DefectText({ draft, defect }: { draft: string; defect: string }) {
  const [, path, line, message] = withPlace.exec(defect) ?? [];
  if (path === undefined) return defect;
  const query = new URLSearchParams({ file: path, ...(line !== undefined && { line }) });
  return (
    <>
      <Link
        href={`${hrefTo('draft', draft)}?${query}`}
        className="font-mono text-[0.9em] text-accent underline underline-offset-2"
      >
        {line === undefined ? path : `${path}:${line}`}
      </Link>
      : {message}
    </>
  );
}
