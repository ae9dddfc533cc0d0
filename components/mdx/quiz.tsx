'use client';

import type { QuizOutcome } from '@dfm/contracts/browser-api';
import { Check, X } from 'lucide-react';
import { Children, isValidElement, useSyncExternalStore, type ReactNode } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';
import { browserSeed, optionRank, placedSeed } from './option-order.ts';
import { useQuiz } from './quiz-context.ts';
import { QuizForm } from './quiz-form.tsx';

/** One question, asked before the text reveals the answer. */
export function Predict({ id, children }: { id: string; children: ReactNode }) {
  return (
    <QuizForm
      id={id}
      questions={1}
      label={`Prediction: ${id.replaceAll('-', ' ')}`}
      submitText="Lock in my answer"
      heading={<p className="quiz-heading">Predict</p>}
    >
      {children}
    </QuizForm>
  );
}

/** The questions at the end of a lesson. */
export function Quiz({ id, children }: { id: string; children: ReactNode }) {
  return (
    <QuizForm
      id={id}
      questions={Children.count(children)}
      label="Quiz"
      submitText="Check my answers"
      heading={<p className="quiz-heading">Quiz</p>}
      summary={score}
    >
      {children}
    </QuizForm>
  );
}

function score({ questions }: QuizOutcome): string {
  return `${questions.filter((question) => question.right).length} of ${questions.length} right.`;
}

/** A question with its options. After answering, it shows whether the answer was right and why. */
export function Question({ id, children }: { id: string; several?: string; children: ReactNode }) {
  const { outcome } = useQuiz();
  const parts = usePlaced(id, children);
  const result = outcome?.questions.find((question) => question.id === id);
  return (
    <fieldset
      className="question"
      data-question={id}
      data-right={result?.right}
      disabled={result !== undefined}
    >
      {parts}
      {result && (
        <div className="answer" tabIndex={-1}>
          <p className={`verdict ${result.right ? 'text-good' : 'text-bad'}`}>
            {result.right ? (
              <Check aria-hidden size={16} strokeWidth={2.5} />
            ) : (
              <X aria-hidden size={16} strokeWidth={2.5} />
            )}
            {result.right ? 'Right' : 'Not quite'}
          </p>
          {/* HTML made on the server from the lesson's Markdown, which must not contain raw HTML. */}
          {result.answer && <div className="why" dangerouslySetInnerHTML={{ __html: result.answer }} />}
        </div>
      )}
    </fieldset>
  );
}

/** The parts of a question, with its options in the order of this browser. */
function usePlaced(question: string, children: ReactNode): ReactNode[] {
  const { quizId } = useQuiz();
  const seed = useSyncExternalStore(neverChanges, browserSeed, placedSeed);
  const parts = Children.toArray(children);
  if (seed === undefined) return parts;
  // The prompt is not an option, and comes first.
  const rankOf = (part: ReactNode) =>
    isValidElement<OptionProps>(part) && part.props.id !== undefined
      ? optionRank(seed, quizId, question, part.props.id)
      : -1;
  return parts.toSorted((a, b) => rankOf(a) - rankOf(b));
}

const neverChanges = () => () => undefined;

/** The text of a question. */
export function Prompt({ children }: { children: ReactNode }) {
  return <legend className="prompt">{children}</legend>;
}

const markIcon = { 'aria-hidden': true, size: 14, strokeWidth: 2.75 } as const;

interface OptionProps {
  id: string;
  question: string;
  several?: string;
  children: ReactNode;
}

/** One option. After answering, it shows whether it is right, and why. */
export function Option({ id, question, several, children }: OptionProps) {
  const { quizId, answers, outcome, choose } = useQuiz();
  const result = outcome?.questions
    .find((other) => other.id === question)
    ?.options.find((option) => option.id === id);
  const chosen = answers[question]?.includes(id) ?? false;
  return (
    <div
      className="option"
      data-option={id}
      data-state={result && (result.correct ? 'right' : chosen ? 'wrong' : 'other')}
    >
      <label>
        <ChoiceInput
          type={several ? 'checkbox' : 'radio'}
          name={`${quizId}-${question}`}
          checked={chosen}
          onChecked={() => choose(question, id, several !== undefined)}
        />
        <span className="option-text">
          {children}
          {result && (
            <span className="option-mark">
              {result.correct ? <Check {...markIcon} /> : chosen && <X {...markIcon} />}
              {result.correct ? 'Right' : chosen ? 'Your choice, not right' : 'Not right'}
              {result.correct && chosen && ', your choice'}
            </span>
          )}
        </span>
      </label>
      {result?.why && <div className="why" dangerouslySetInnerHTML={{ __html: result.why }} />}
      {result && (
        // A link, because buttons of an answered question are disabled.
        <a href="#report-problem" data-report className="report-here">
          Report a problem<span className="sr-only"> with this option</span>
        </a>
      )}
    </div>
  );
}
