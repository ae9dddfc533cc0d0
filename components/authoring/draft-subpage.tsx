import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { ReactNode } from 'react';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';

interface Props {
  draft: string;
  title: string;
  children: ReactNode;
}

/** A page below that of a draft. */
export function DraftSubpage({ draft, title, children }: Props) {
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { text: pages.teach.title, href: hrefTo('teach') },
          { text: pages.content.title, href: hrefTo('content') },
          { text: draft, href: hrefTo('draft', draft) },
        ]}
      />
      <h1 className="text-2xl font-semibold wrap-anywhere">{title}</h1>
      {children}
    </div>
  );
}
