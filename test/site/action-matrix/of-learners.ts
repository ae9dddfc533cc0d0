/** What learners do in lessons, exercises and classes. */
import { randomUUID } from 'node:crypto';
import { loadExercisePage } from '../../../lib/exercises/exercise-page.ts';
import { noteRunner } from '../../../lib/nodes/runners.ts';
import { hintText } from '../../../lib/progress/opened-hints.ts';
import { form } from '../request.ts';
import { type Role, accounts, everyone, seeWork } from '../roles.ts';
import { runner } from '../site.ts';
import { type Rows, about } from './action-call.ts';
import type { World } from './world.ts';

const learners: readonly Role[] = ['learner'];

export const ofLearners: Rows = {
  'account/reports': {
    sendReport: [
      (action) =>
        action({
          ...{ part: 'lesson', slug: 'how-the-cache-decides', anchor: '', kind: 'unclear', text: '' },
          ...{ quote: 'Nothing failed', before: '', after: '' },
        }),
      everyone,
    ],
    submitReaderReply: [about('report', { text: 'More.' }), learners],
  },
  'classes/[cohort]': { submitLeave: [(action, { parts }) => action(parts.cohort), learners] },
  'exercises/[slug]': {
    readSolution: [(action) => action('cache-order'), everyone],
    // Someone without a session has no record, and is not given one for a hint.
    openHint: [
      async (action) => {
        const [hint] = (await loadExercisePage('cache-order')).hints;
        return action('cache-order', hintText(hint!));
      },
      everyone.filter((role) => role !== 'nobody'),
    ],
  },
  'exercises/[slug]/board': {
    chooseBoardName: [(action) => action(form({ exercise: 'golf', name: 'New' })), learners],
    withdrawBoardName: [(action) => action(form({ exercise: 'golf' })), learners],
  },
  'join/[code]': {
    submitJoin: [(action, { parts }) => action(parts.code), accounts.filter((role) => role !== 'learner')],
  },
  'labs/[slug]': {
    loadLab: [(action) => action('first-container'), everyone, { isRead: true }],
    startLab: [
      (action) => action('first-container', 'run'),
      everyone,
      { before: () => noteRunner(runner()) },
    ],
  },
  'lessons/[slug]': {
    submitAnswers: [(action) => action('how-the-cache-decides', 'x', {}), everyone, { onlyRefusals: true }],
  },
  review: { gradeCard: [(action) => action({}), everyone, { onlyRefusals: true }] },
  terminal: {
    loadTerminal: [(action) => action(), everyone, { isRead: true }],
    openTerminal: [(action) => action(), everyone, { before: () => noteRunner(runner()) }],
    extendTerminal: [(action, { parts }) => action(parts.terminal), learners, { before: plantTerminal }],
    endTerminal: [(action, { parts }) => action(parts.terminal), learners, { before: plantTerminal }],
  },
  'runs/[id]': {
    submitComment: [about('id', { text: 'Why?', place: '' }), ['learner', ...seeWork]],
  },
};

/** A terminal of the learner that is almost over. */
async function plantTerminal({ site, parts }: World): Promise<void> {
  parts.terminal = randomUUID();
  await site.query(
    `INSERT INTO terminal_session (id, learner_id, state, started_at, heartbeat_at, allowed_ms)
     VALUES ($1, $2, 'running', now(), now(), 1000)`,
    [parts.terminal, parts.learner],
  );
}
