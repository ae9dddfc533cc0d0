import { draftAddress } from '@dfm/contracts/page-addresses';
import type { FormAction, ReportToFix } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { NewDraftForm } from '@/components/authoring/new-draft-form.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { FixForm } from './fix-form.tsx';
import { ReopenForm } from './reopen-form.tsx';
import { ReportThread } from './report-thread.tsx';
import { WordsForm } from './words-form.tsx';

interface Props {
  report: ReportToFix;
  actions: {
    reply: FormAction;
    decline: FormAction;
    fix: FormAction;
    reopen: FormAction;
    newDraft: FormAction;
  };
}

/** The passage with its line, what was written about it, and what an author can do. */
export function ReportToFixView({ report, actions }: Props) {
  const isClosed = report.status === 'fixed' || report.status === 'declined';
  return (
    <>
      <Quote report={report} />
      {report.text !== '' && <p className="mt-4 whitespace-pre-wrap wrap-anywhere">{report.text}</p>}
      <ReportThread replies={report.replies} />
      {isClosed ? (
        <div className="mt-6">
          {report.closedCommit !== undefined && (
            <p className="mb-3 text-sm text-soft">
              Fixed by <code className="wrap-anywhere">{savedAs(report, report.closedCommit)}</code>.
            </p>
          )}
          <ReopenForm action={actions.reopen} />
        </div>
      ) : (
        <>
          <Section title="Fix it in a draft">
            <Drafts report={report} newDraft={actions.newDraft} />
          </Section>
          <Section title="Answer the reader">
            <WordsForm action={actions.reply} label="Your answer" submit="Send" />
          </Section>
          <Section title="Close">
            <Disclosure summary="As fixed">
              <FixForm saves={report.saves} action={actions.fix} />
            </Disclosure>
            <Disclosure summary="Without a change">
              <WordsForm action={actions.decline} label="Why, for the reader" submit="Close the report" />
            </Disclosure>
          </Section>
        </>
      )}
    </>
  );
}

function Quote({ report: { before, quote, after, path, found } }: { report: ReportToFix }) {
  return (
    <>
      <blockquote className="mt-4 border-l-2 border-accent pl-3 wrap-anywhere">
        <span className="text-faint">{before && `… ${before} `}</span>
        <strong className="font-semibold">{quote}</strong>
        <span className="text-faint">{after && ` ${after} …`}</span>
      </blockquote>
      <p className="mt-2 text-sm text-soft">
        <code className="wrap-anywhere">
          {path}
          {found && `:${found.line}`}
        </code>
        {found === undefined && ' is no longer part of the content, or cannot be read.'}
        {found?.isExact === false &&
          '. The passage is not in the text: the text has changed since, or a figure shows it. Its section begins at this line.'}
      </p>
    </>
  );
}

function Drafts({ report, newDraft }: { report: ReportToFix; newDraft: FormAction }) {
  return (
    <>
      {report.drafts.length > 0 && (
        <ul className="mb-3">
          {report.drafts.map(({ id, line }) => (
            <li key={id} className="py-1">
              <Link
                href={draftAddress(id, report.path, line)}
                className="inline-flex min-h-6 items-center text-accent underline underline-offset-2 wrap-anywhere"
              >
                {id}
                {line !== undefined && `, line ${line}`}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Disclosure summary="Begin a draft">
        <NewDraftForm action={newDraft} />
      </Disclosure>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}

const savedAs = ({ saves }: ReportToFix, commit: string) =>
  saves.find((save) => save.commit === commit)?.text ?? commit.slice(0, 10);
