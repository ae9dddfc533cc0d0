'use client';

import { useEffect, useState } from 'react';

interface Props {
  /** Shown above the list; left out if there is already a title. */
  title?: string;
  headings: { id: string; text: string; depth: 2 | 3 }[];
}

/** Table of contents that highlights the section being read. */
export function Contents({ title, headings }: Props) {
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.find((entry) => entry.isIntersecting);
        if (entered) setCurrent(entered.target.id);
      },
      { rootMargin: '-15% 0px -70% 0px' },
    );
    for (const { id } of headings) {
      const element = document.getElementById(id);
      if (element) observer.observe(element);
    }
    return () => observer.disconnect();
  }, [headings]);
  return (
    <nav aria-label="On this page" className="text-sm">
      {title !== undefined && <p className="mb-2 font-semibold">{title}</p>}
      <ol className="border-l border-line">
        {headings.map(({ id, text, depth }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={current === id ? 'location' : undefined}
              className={`-ml-px block border-l-2 border-transparent py-1 text-soft hover:text-ink aria-[current]:border-accent aria-[current]:text-ink ${depth === 3 ? 'pl-7' : 'pl-3.5'}`}
            >
              {text}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
