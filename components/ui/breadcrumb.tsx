import { Fragment } from 'react';
import { Link } from '@/components/ui/link.tsx';

/**
 * The position of a page in the site, above its title: each parent as a link, then a last part that is not a
 * link.
 */
export function Breadcrumb({ trail, here }: { trail: { href: string; text: string }[]; here?: string }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-2 flex flex-wrap gap-x-2 text-sm text-faint">
      {trail.map(({ href, text }, index) => (
        <Fragment key={href}>
          {index > 0 && <span aria-hidden>/</span>}
          <Link
            href={href}
            className="text-soft underline decoration-line underline-offset-4 hover:text-ink hover:decoration-current"
          >
            {text}
          </Link>
        </Fragment>
      ))}
      {here !== undefined && (
        <>
          <span aria-hidden>/</span>
          <span>{here}</span>
        </>
      )}
    </nav>
  );
}
