import type { ScoreLedger, ScoreRow } from '@dfm/contracts/page-data';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ScoreLedgerTable } from './score-ledger.tsx';

const row: ScoreRow = {
  linkId: 'l1',
  learnerId: 'ada',
  name: 'Ada',
  link: 'Cache order',
  state: 'confirmed',
  wanted: { points: 80, at: '3 Nov 2026, 10:00' },
  sent: { points: 80, at: '3 Nov 2026, 10:01' },
  confirmed: { points: 80, at: '3 Nov 2026, 10:01' },
  problem: undefined,
  nextTry: undefined,
};
const ledger: ScoreLedger = {
  cohortId: 'c1',
  timeZone: 'Europe/Berlin',
  pause: undefined,
  all: 1,
  open: 0,
  failed: 0,
  disconnected: 0,
  onlyOpen: true,
  page: 1,
  pages: 1,
  rows: [row],
};
const html = (change: Partial<ScoreLedger>) =>
  renderToStaticMarkup(
    <ScoreLedgerTable address="/teach/lms/1" ledger={{ ...ledger, ...change }} action={async () => ({})} />,
  );

test.each<[Partial<ScoreLedger>, string]>([
  [{ all: 0, rows: [] }, 'No learner who came from the LMS has a grade yet.'],
  [{}, 'The LMS has the grade.'],
  [{ all: 40 }, 'The LMS has all 40 grades.'],
  [{ all: 40, open: 3 }, 'The LMS does not have 3 of 40 grades yet.'],
  [{ all: 40, open: 3, failed: 2 }, 'The LMS does not have 3 of 40 grades yet. It did not accept 2.'],
])('%j: %s', (change, text) => expect(html(change)).toContain(text));

test('confirmed points have no button', () => expect(html({})).not.toContain('Try again'));

test('points that were not accepted say why, when they are tried again, and have a button', () => {
  const failed = { ...row, state: 'failed', problem: 'Why.', nextTry: '3 Nov 2026, 11:00' } as const;
  const text = html({ open: 1, failed: 1, rows: [failed] });
  expect(text).toContain('Why.');
  expect(text).toContain('Next try: 3 Nov 2026, 11:00');
  expect(text).toContain('value="l1 ada" name="retry"');
  expect(text).not.toContain('value="all"');
});

test('a reason that several have is shown once', () => {
  const failed = { ...row, state: 'failed', problem: 'Why.' } as const;
  const text = html({ open: 2, failed: 2, rows: [failed, { ...failed, learnerId: 'ben' }] });
  expect(text.split('Why.')).toHaveLength(2);
});

test('points of someone who has disconnected the account are not sent, and have no button', () => {
  const notSent = { ...row, state: 'disconnected', problem: 'Why.' } as const;
  const text = html({ all: 40, open: 2, disconnected: 2, rows: [notSent] });
  expect(text).toContain('The LMS does not have 2 of 40 grades yet. 2 cannot be sent.');
  expect(text).toContain('Not sent');
  expect(text).not.toContain('Try');
});

test('points that are taken back are named as such', () =>
  expect(html({ rows: [{ ...row, wanted: { points: null, at: 'x' } }] })).toContain('no points'));

test('a pause says why and until when', () => {
  const text = html({
    pause: { problem: 'The LMS asked for a pause.', until: '3 Nov 2026, 12:00' },
    open: 2,
  });
  expect(text).toContain('Nothing is sent until 3 Nov 2026, 12:00');
  expect(text).toContain('The LMS asked for a pause.');
  expect(text).toContain('Try all 2 again');
});
