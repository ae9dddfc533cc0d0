import type { ReactNode } from 'react';
import { TerminalLink } from './terminal-link.tsx';

/** A file that the commands of a lesson use. @param isSelfContained whether they need no other files */
export function writtenFileWith(isSelfContained: boolean) {
  return function WrittenFile({ typed, children }: { typed?: string; children: ReactNode }) {
    return (
      <div className="lesson-block">
        {children}
        <TerminalLink typed={isSelfContained ? typed : undefined}>Write it in my terminal</TerminalLink>
      </div>
    );
  };
}
