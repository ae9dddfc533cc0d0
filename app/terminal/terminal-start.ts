import 'server-only';
import { terminalLimits } from '@dfm/contracts/terminal';
import type { TerminalStart } from '@/components/terminal/session-actions.ts';
import { courseLabs } from '@/lib/content/labs.ts';
import { hasPreviews } from '@/lib/previews/preview-address.ts';
import { ownSession, terminalAllowance } from '@/lib/terminals/own-session.ts';

/** What a terminal shows at first to a learner, or to someone who is not signed in. */
export async function terminalStart(learner: { id: string } | null): Promise<TerminalStart> {
  const [session, allowance] = await Promise.all([
    learner === null ? undefined : ownSession(learner.id),
    terminalAllowance(learner?.id),
  ]);
  const lab = session?.lab === undefined ? undefined : (await courseLabs()).get(session.lab);
  return {
    session,
    labTitle: lab?.lab.title,
    allowance,
    shellsMax: terminalLimits.shells,
    hasPreviews: hasPreviews(),
  };
}
