import type { CSSProperties, ReactNode } from 'react';
import { lineKeywords } from '@/components/exercise/editor/line-keywords.ts';
import { instructionKind, kindColor } from '@/components/figures/instruction-kind.ts';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';

interface Props {
  title: string;
  /** Shown in front of the title. */
  mark: ReactNode;
  code: string;
  /** Lines that the check reports. */
  reported: ReadonlySet<number>;
}

/** Lines of a Dockerfile, with the colours of the editor and the reported lines marked. */
export function CheckExample({ title, mark, code, reported }: Props) {
  const lines = code.split('\n');
  const keywords = lineKeywords(lines);
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1.5 flex items-center gap-1.5 text-sm font-semibold">
        {mark}
        {title}
      </figcaption>
      <ScrollRegion aria-label={title} className="check-example">
        <ol>
          {lines.map((line, index) => {
            const keyword = keywords[index];
            return (
              <li
                // The lines of an example never change.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                data-reported={reported.has(index + 1) || undefined}
                style={
                  keyword === undefined
                    ? undefined
                    : ({ '--kind': kindColor(instructionKind(keyword)) } as CSSProperties)
                }
              >
                <code>
                  <Instruction line={line} keyword={keyword} />
                </code>
                {reported.has(index + 1) && <span className="check-example-note">reported</span>}
              </li>
            );
          })}
        </ol>
      </ScrollRegion>
    </figure>
  );
}

/** A line with its keyword highlighted, if the line begins with it. */
function Instruction({ line, keyword }: { line: string; keyword: string | undefined }) {
  if (line.trimStart().startsWith('#')) return <span className="text-faint">{line}</span>;
  if (keyword === undefined || !line.startsWith(keyword)) return line === '' ? ' ' : line;
  return (
    <>
      <span className="font-semibold text-accent">{keyword}</span>
      {line.slice(keyword.length)}
    </>
  );
}
