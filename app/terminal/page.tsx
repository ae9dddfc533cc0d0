import { pages } from '@dfm/contracts/pages';
import { terminalLimits } from '@dfm/contracts/terminal';
import type { Metadata } from 'next';
import { Playground } from '@/components/terminal/playground.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { hasPreviews } from '@/lib/previews/preview-address.ts';
import { ownSession, terminalAllowance } from '@/lib/terminals/own-session.ts';
import { endTerminal, extendTerminal, openTerminal } from './actions.ts';

export const metadata: Metadata = { title: pages.terminal.title, description: pages.terminal.description };

export default async function TerminalPage() {
  const learner = await currentLearner();
  const [session, allowance] = await Promise.all([
    learner === null ? undefined : ownSession(learner.id),
    terminalAllowance(learner?.id),
  ]);
  return (
    <Playground
      session={session}
      allowance={allowance}
      shellsMax={terminalLimits.shells}
      hasPreviews={hasPreviews()}
      actions={{ openSession: openTerminal, extendSession: extendTerminal, endSession: endTerminal }}
    />
  );
}
