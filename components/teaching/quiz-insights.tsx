import { hrefTo } from '@dfm/contracts/page-addresses';
import type { QuestionInsight, QuizInsight } from '@dfm/contracts/page-data';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ShareBar } from './share-bar.tsx';

/** From this share on, it is said that those who answer most questions right miss one. */
const MISSED_BY_STRONG = 1 / 3;

/** For each quiz of a class: how its questions are answered. */
export function QuizInsights({ quizzes }: { quizzes: readonly QuizInsight[] }) {
  if (quizzes.length === 0) return null;
  return (
    <section aria-labelledby="quizzes" className="max-w-figure">
      <h2 id="quizzes" className="text-lg font-semibold">
        Quizzes
      </h2>
      <p className="mt-2 max-w-measure text-soft">
        The newest answers count. Learners see the explanations after answering, and may answer again.
      </p>
      {quizzes.map(({ slug, title, questions }) => (
        <section key={slug} aria-labelledby={`of-quiz-${slug}`} className="mt-6 border-t border-line pt-4">
          <h3 id={`of-quiz-${slug}`} className="mb-2 font-semibold wrap-anywhere">
            <Link href={hrefTo('lesson', slug)} className="hover:text-accent hover:underline">
              {title}
            </Link>
          </h3>
          {questions.every(({ answered }) => answered === 0) ? (
            <p className="text-sm text-soft">No one has answered it yet.</p>
          ) : (
            questions.map((question) => <QuestionDetails key={question.key} question={question} />)
          )}
        </section>
      ))}
    </section>
  );
}

function QuestionDetails({ question }: { question: QuestionInsight }) {
  const { prompt, answered, right, options, strong } = question;
  const isMissed = strong.missed > 0 && strong.missed >= MISSED_BY_STRONG * strong.answered;
  return (
    <Disclosure summary={`${right} of ${answered} right: ${prompt}`}>
      {isMissed && (
        <p className="mb-2 max-w-measure text-sm">
          Of the {strong.answered} who answered at least 80 % of the questions of this class right,{' '}
          {strong.missed} missed this one. Perhaps the question is unclear.
        </p>
      )}
      <table className="w-full text-sm">
        <caption className="sr-only">Which options were chosen</caption>
        <thead className="text-left text-faint">
          <tr>
            <th scope="col" className="py-1 font-medium">
              Option
            </th>
            <th scope="col" className="w-20 py-1 sm:w-40 text-right font-medium">
              Learners
            </th>
          </tr>
        </thead>
        <tbody>
          {options.map(({ label, correct, learners }) => (
            <tr key={label} className="border-t border-line align-top">
              <td className="py-1.5 pr-4 wrap-anywhere">
                {label} {correct && <span className="font-semibold text-good">right</span>}
              </td>
              <td className="py-1.5">
                <ShareBar count={learners} of={answered} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
