/** What authors do with the content, and with the reports about it. */
import { writers } from '../roles.ts';
import { type Action, type Rows, about, own, submits } from './action-call.ts';

const inDraft =
  (...values: string[]) =>
  (action: Action) =>
    action('one', ...values);

/** Problems of a text are an answer, unlike those of a form. */
const answersAbout = (input: object) => async (action: Action) => {
  const answer = await action(input);
  return (answer as { ok: boolean }).ok || answer;
};

export const ofAuthors: Rows = {
  'teach/content': {
    submitDraft: [own({ name: 'Two' }), writers],
    removeDraft: [submits(() => ['one']), writers],
  },
  'teach/content/[draft]': {
    openFile: [inDraft('words.txt'), writers, { isRead: true }],
    reload: [inDraft(), writers, { isRead: true }],
    checkText: [answersAbout({ draft: 'one', path: 'glossary.yaml', text: '{}' }), writers, { isRead: true }],
    previewText: [
      answersAbout({ draft: 'one', path: 'words.txt', text: 'x', draw: 0 }),
      writers,
      { isRead: true },
    ],
    markAnswers: [inDraft('how-the-cache-decides', 'none'), [], { isRead: true }],
    saveText: [
      (action, { parts }) =>
        action({ draft: 'one', path: 'words.txt', text: 'y', seen: parts.commit, message: '' }),
      writers,
    ],
    removeFile: [(action, { parts }) => action('one', 'words.txt', parts.commit), writers],
    takeBack: [(action, { parts }) => action('one', parts.commit), writers],
  },
  'teach/content/[draft]/history-actions': {
    listFileSaves: [inDraft('words.txt'), writers, { isRead: true }],
    submitRestore: [
      submits(
        ({ parts }) => ['one', parts.base],
        ({ parts }) => ({ path: 'words.txt', seen: parts.commit! }),
      ),
      writers,
    ],
  },
  'teach/content/[draft]/merge-actions': {
    mergeNewest: [
      (action, { parts }) =>
        action({
          draft: 'one',
          with: { draft: parts.commit, main: parts.main },
          files: [],
          despiteProblems: false,
        }),
      writers,
    ],
  },
  'teach/content/[draft]/parts': {
    readVocabulary: [inDraft(), writers, { isRead: true }],
    addPart: [(action) => action({ draft: 'one', kind: 'lesson', slug: 'new' }), writers],
    copyPart: [(action) => action({ draft: 'one', kind: 'lesson', from: 'slim-trap', slug: 'new' }), writers],
    renameFile: [
      (action, { parts }) => action({ draft: 'one', from: 'words.txt', to: 'other.txt', seen: parts.commit }),
      writers,
    ],
  },
  'teach/content/[draft]/publish': {
    submitPublishing: [
      submits(() => ['one'], { do: 'check' }),
      writers,
      { before: async ({ git, parts }) => git('update-ref', 'refs/heads/main', parts.base!) },
    ],
  },
  'teach/reports': {
    findReports: [
      (action) => action({ path: 'lessons/how-the-cache-decides.mdx', text: 'Nothing failed' }),
      writers,
      { isRead: true },
    ],
  },
  'teach/reports/[report]': {
    submitReply: [about('report', { text: 'Why?' }), writers],
    submitDecline: [about('report', { text: 'It is right.' }), writers],
    submitFix: [about('report', ({ parts }) => ({ commit: parts.base! })), writers],
    submitReopening: [
      about('report'),
      writers,
      { before: ({ site }) => site.query(`UPDATE content_report SET status = 'declined'`) },
    ],
    submitDraftForReport: [about('report', { name: 'Two' }), writers],
  },
};
