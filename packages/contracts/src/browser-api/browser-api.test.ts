import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import * as api from './index.ts';

const snapshot = { id: 'r', exercise: 'x', kind: 'practice', status: 'queued', createdAt: 'now', files: {} };
const queue = { place: 1, runners: 0, lacks: ['gpu'] };
const card = {
  lesson: 'l',
  lessonTitle: 'L',
  card: 'c',
  front: '',
  back: '',
  reps: 0,
  intervalsMs: { again: 1, hard: 2, good: 3, easy: 4 },
};
const outcome = {
  questions: [{ id: 'q', options: [{ id: 'a', correct: true, why: 'So.' }], right: true }],
};
const answers = { q: ['a'] };
const passage = { anchor: '#h', quote: 'q', before: '', after: 'a' };
const report = { ...passage, part: 'lesson', slug: 'l', kind: 'wrong', text: '' };

const schemas = Object.fromEntries(Object.entries(api).filter(([name]) => name.endsWith('Schema'))) as Record<
  string,
  z.ZodMiniType
>;

type Bodies = Record<string, unknown>;

/** By the name of a schema: bodies that match it, and near misses. */
const bodies: Record<string, { matching: Bodies; nearMisses: Bodies }> = {
  cancellationSchema: { matching: { 'no body': undefined }, nearMisses: { 'a body': {} } },
  confirmationSchema: {
    matching: {
      waiting: { state: 'waiting' },
      confirmed: { state: 'confirmed', runId: 'r', score: 90 },
      differs: { state: 'differs', runId: 'r', score: 40 },
      failed: { state: 'failed', runId: 'r' },
    },
    nearMisses: {
      'a score is missing': { state: 'confirmed', runId: 'r' },
      'an unknown state': { state: 'lost', runId: 'r' },
    },
  },
  draftSaveSchema: {
    matching: { saved: { kind: 'saved', commit: 'c' }, conflict: { kind: 'conflict', commit: 'c' } },
    nearMisses: { 'no commit': { kind: 'saved' }, 'an unknown kind': { kind: 'lost', commit: 'c' } },
  },
  courseProgressSchema: {
    matching: {
      empty: { lessons: {}, exercises: {}, labs: {} },
      full: {
        lessons: { l: { answered: 1, right: 0, questions: 2, read: false } },
        exercises: { e: { passed: true, bestScore: 90 } },
        labs: { b: { done: 1, steps: 2 } },
        last: 'l',
      },
    },
    nearMisses: {
      'a score that is null': { lessons: {}, exercises: { e: { passed: true, bestScore: null } }, labs: {} },
      'a lab without steps': { lessons: {}, exercises: {}, labs: { b: { done: 1 } } },
    },
  },
  dueCardsSchema: { matching: { none: { due: 0 } }, nearMisses: { text: { due: '0' } } },
  gradedCardSchema: {
    matching: { graded: { lesson: 'l', card: 'c', reps: 0, grade: 'good' } },
    nearMisses: {
      'an unknown grade': { lesson: 'l', card: 'c', reps: 0, grade: 'fine' },
      'a negative number of grades': { lesson: 'l', card: 'c', reps: -1, grade: 'good' },
    },
  },
  importReplySchema: {
    matching: {
      planned: {
        plan: { added: ['a'], changed: [], same: 1, refused: [{ path: '../b', problem: 'It leaves.' }] },
        commit: 'c',
        isSaved: false,
      },
    },
    nearMisses: {
      'a reason is missing': {
        plan: { added: [], changed: [], same: 0, refused: [{ path: '../b' }] },
        commit: 'c',
        isSaved: false,
      },
      'no plan': { commit: 'c', isSaved: true },
    },
  },
  lessonAnswersSchema: {
    matching: { none: {}, one: { quiz: { answers, outcome } } },
    nearMisses: { 'without the outcome': { quiz: { answers } } },
  },
  preparationViewSchema: {
    matching: {
      'almost done': {},
      preparing: { progress: { title: 't', step: 1, steps: 2, leftMs: 0 }, base: 'python:3.11' },
      failed: { failure: { message: 'No disk.', command: 'df', retryInMs: 1 } },
    },
    nearMisses: {
      'a negative time': { progress: { title: 't', step: 1, steps: 2, leftMs: -1 } },
      'a failure without a message': { failure: {} },
    },
  },
  passageSchema: {
    matching: { sentence: passage },
    nearMisses: {
      'nothing quoted': { ...passage, quote: '' },
      'a quote that is too long': { ...passage, quote: 'x'.repeat(501) },
    },
  },
  sentReportSchema: {
    matching: { 'without words of the reader': report, 'with words': { ...report, text: 'x'.repeat(1_000) } },
    nearMisses: {
      'an unknown kind': { ...report, kind: 'bad' },
      'an unknown part': { ...report, part: 'glossary' },
      'too many words': { ...report, text: 'x'.repeat(1_001) },
      'without a passage': { part: 'lesson', slug: 'l', kind: 'wrong', text: '' },
    },
  },
  queuedRunSchema: { matching: { queued: { runId: 'r' } }, nearMisses: { 'another name': { id: 'r' } } },
  queuePositionSchema: {
    matching: {
      waiting: queue,
      preparing: { ...queue, preparation: { base: 'python:3.11' }, startsInMs: 5 },
    },
    nearMisses: {
      'a place as text': { ...queue, place: '1' },
    },
  },
  quizAnswersSchema: {
    matching: { answered: answers },
    nearMisses: { 'an option that is not in a list': { q: 'a' } },
  },
  readinessSchema: {
    matching: {
      ready: { runners: 1 },
      preparing: { runners: 0, preparation: { base: 'python:3.11' } },
    },
    nearMisses: { 'a preparation alone': { preparation: {} } },
  },
  refusalSchema: {
    matching: {
      refused: { error: { code: 'no-runner', message: 'No runner.' } },
      active: { error: { code: 'conflict', message: 'Busy.' }, runId: 'r' },
    },
    nearMisses: { 'without a message': { error: { code: 'no-runner' } }, empty: {} },
  },
  reviewQueueSchema: {
    matching: { none: { cards: [], known: 0 }, due: { cards: [card], known: 1, next: '2026-01-01' } },
    nearMisses: {
      'an interval is missing': { cards: [{ ...card, intervalsMs: { again: 1 } }], known: 1 },
    },
  },
  runEventSchema: {
    matching: { cancelled: { type: 'cancelled', atMs: 1 } },
    nearMisses: { 'an unknown type': { type: 'paused', atMs: 1 }, 'without its time': { type: 'cancelled' } },
  },
  runSnapshotSchema: {
    matching: { queued: { ...snapshot, queue, usualMs: 1 }, cancelled: { ...snapshot, status: 'cancelled' } },
    nearMisses: {
      'an unknown status': { ...snapshot, status: 'paused' },
      'a result that is none': { ...snapshot, status: 'done', result: {} },
      'a file that is not text': { ...snapshot, files: { Dockerfile: 1 } },
    },
  },
  searchIndexSchema: {
    matching: {
      empty: [],
      page: [{ kind: 'page', title: 't', summary: 's', href: '/t' }],
    },
    nearMisses: { 'an unknown kind': [{ kind: 'figure', title: 't', summary: 's', href: '/t' }] },
  },
  sentAnswersSchema: {
    matching: { answered: answers, 'the longest ID': { ['q'.repeat(20)]: [] } },
    nearMisses: {
      'a longer ID': { ['q'.repeat(21)]: [] },
      'more options than any question has': { q: Array(21).fill('a') },
    },
  },
  submissionSchema: {
    matching: { submitted: { exercise: 'x', files: { Dockerfile: 'FROM a' } } },
    nearMisses: {
      'a path that is too long': { exercise: 'x', files: { ['p'.repeat(201)]: '' } },
      'without files': { exercise: 'x' },
    },
  },
  submittedFilesSchema: {
    matching: { none: {}, one: { Dockerfile: 'FROM a' } },
    nearMisses: { 'a file that is not text': { Dockerfile: null } },
  },
  submittedValuesSchema: {
    matching: { none: {}, some: { port: 8010, path: '/live' } },
    nearMisses: { 'a value that is neither': { port: null } },
  },
};

test('every schema has examples', () => {
  expect(Object.keys(bodies).sort()).toEqual(Object.keys(schemas).sort());
});

describe.each(Object.entries(bodies))('%s', (name, { matching, nearMisses }) => {
  const schema = schemas[name]!;
  test.each(Object.entries(matching))('%s', (_, body) => {
    expect(schema.parse(body)).toEqual(body);
  });
  test.each(Object.entries(nearMisses))('near miss: %s', (_, body) => {
    expect(schema.safeParse(body).success).toBe(false);
  });
});

test('fields that a newer site adds are left out', () => {
  expect(api.queuedRunSchema.parse({ runId: 'r', added: 1 })).toEqual({ runId: 'r' });
});
