import { visibleText } from '@dfm/contracts/visible-text';
import { useEffect, useRef, type CSSProperties } from 'react';
import { instructionKind, kindColor } from '@/components/figures/instruction-kind.ts';
import { rowProps, type LineLink } from '@/components/figures/line-link.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { lineKeywords } from '../editor/line-keywords.ts';

interface Props {
  path: string;
  text: string;
  /** Whether to colour each line by the kind of its instruction. */
  isDockerfile: boolean;
  link: LineLink;
}

/** A submitted file, line by line, linked to the figures. */
export function SubmittedFile({ path, text, isDockerfile, link }: Props) {
  const lines = text.replace(/\n$/, '').split('\n');
  const kinds = isDockerfile ? lineKeywords(lines) : [];
  const list = useRef<HTMLOListElement>(null);
  const { activeLine } = link;
  useEffect(() => {
    list.current?.children[(activeLine ?? 0) - 1]?.scrollIntoView({ block: 'nearest' });
  }, [activeLine]);
  return (
    <section aria-label={path} className="my-4">
      <h3 className="mb-1 font-mono text-sm font-semibold">{path}</h3>
      {/* A list rather than one block of text, so that each line can be pointed at. */}
      <ScrollRegion
        aria-label={`Lines of ${path}`}
        className="max-h-[70vh] overflow-auto rounded-md border border-line bg-raised py-2 font-mono text-xs leading-5"
      >
        <ol ref={list}>
          {lines.map((line, i) => (
            <li
              // A submitted text never changes.
              // oxlint-disable-next-line react/no-array-index-key
              key={i}
              id={isDockerfile ? `line-${i + 1}` : undefined}
              className="flex w-max min-w-full border-l-4 border-transparent pr-3 data-active:bg-accent-soft"
              style={
                kinds[i] === undefined
                  ? undefined
                  : ({ borderColor: kindColor(instructionKind(kinds[i])) } as CSSProperties)
              }
              {...(isDockerfile && rowProps(i + 1, link))}
            >
              <span className="w-10 shrink-0 pr-3 text-right text-faint select-none">{i + 1}</span>
              <code className="whitespace-pre">{line === '' ? ' ' : visibleText(line)}</code>
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </section>
  );
}
