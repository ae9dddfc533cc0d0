'use client';

import { useRouter } from 'next/navigation';
import { useRequestedCommands } from './requested/use-requested-commands.ts';
import { type TerminalProps, TerminalView } from './terminal-view.tsx';

/** The page of the terminal. */
export function Playground(props: TerminalProps) {
  const { requested, drop } = useRequestedCommands();
  const router = useRouter();
  return (
    <TerminalView {...props} requested={requested} onRequestDone={drop} onEnded={() => router.refresh()} />
  );
}
