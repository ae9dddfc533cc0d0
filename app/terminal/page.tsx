import { pages } from '@dfm/contracts/pages';
import { terminalLimits } from '@dfm/contracts/terminal';
import type { Metadata } from 'next';
import { Playground } from '@/components/terminal/playground.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { courseLabs } from '@/lib/content/labs.ts';
import { ownSession, terminalAllowance } from '@/lib/terminals/own-session.ts';
import { endTerminal, extendTerminal, openTerminal } from './actions.ts';

export const metadata: Metadata = { title: pages.terminal.title, description: pages.terminal.description };

export default async function TerminalPage() {
  const learner = await currentLearner();
  const [session, allowance] = await Promise.all([
    learner === null ? undefined : ownSession(learner.id),
    terminalAllowance(learner?.id),
  ]);
  const lab = session?.lab === undefined ? undefined : (await courseLabs()).get(session.lab);
  return (
    <Playground
      session={session}
      labTitle={lab?.lab.title}
      allowance={allowance}
      shellsMax={terminalLimits.shells}
      actions={{ openSession: openTerminal, extendSession: extendTerminal, endSession: endTerminal }}
    />
  );
}
