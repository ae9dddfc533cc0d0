import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { Playground } from '@/components/terminal/playground.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { endTerminal, extendTerminal, openTerminal } from './actions.ts';
import { terminalStart } from './terminal-start.ts';

export const metadata: Metadata = { title: pages.terminal.title, description: pages.terminal.description };

export default async function TerminalPage() {
  return (
    <Playground
      {...await terminalStart(await currentLearner())}
      actions={{ openSession: openTerminal, extendSession: extendTerminal, endSession: endTerminal }}
    />
  );
}
