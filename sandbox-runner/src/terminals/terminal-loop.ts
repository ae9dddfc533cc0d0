import { claimLoop, type ClaimLoopSetting } from '../queue/claim-loop.ts';
import { hostSession, type HostSessionSetting } from './host-session.ts';

/**
 * Claims and hosts terminal sessions.
 *
 * @param max maximum number of concurrent sessions
 */
export function terminalLoop(setting: HostSessionSetting & ClaimLoopSetting, max: number): Promise<void> {
  return claimLoop(setting, {
    kind: 'terminals',
    max,
    claim: (...request) => setting.client.claimTerminal(...request),
    workOn: (claim) => hostSession(claim, setting),
    logged: ({ sessionId }) => ({ sessionId }),
  });
}
