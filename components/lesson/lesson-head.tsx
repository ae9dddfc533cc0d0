import { hrefTo } from '@dfm/contracts/page-addresses';
import { Clock } from 'lucide-react';
import { Link } from '@/components/ui/link.tsx';
import { QuestionsLeft } from './questions-left.tsx';

interface Props {
  module?: { slug: string; title: string } | undefined;
  title: string;
  summary: string;
  minutes: number;
  /** Number of questions, including predictions. */
  questions: number;
  objectives: string[];
}

/** What a lesson is about, and what the reader can do after it. */
export function LessonHead({ module, title, summary, minutes, questions, objectives }: Props) {
  return (
    <header className="mb-10 max-w-measure">
      <p className="mb-3 flex flex-wrap items-center gap-x-3 text-sm text-faint">
        {module && (
          <Link
            href={hrefTo('module', module.slug)}
            className="underline decoration-line underline-offset-4 hover:text-ink hover:decoration-current"
          >
            {module.title}
          </Link>
        )}
        <span className="flex items-center gap-1">
          <Clock aria-hidden size={14} />
          {minutes} min
        </span>
        <span className="tabular-nums">
          <QuestionsLeft questions={questions} />
        </span>
      </p>
      <h1 className="text-3xl font-semibold">{title}</h1>
      <p className="mt-3 text-lg text-soft">{summary}</p>
      <section aria-labelledby="objectives" className="mt-6 border-l-2 border-line pl-4">
        <h2 id="objectives" className="text-sm font-semibold">
          After this lesson, you can
        </h2>
        <ul className="mt-1 text-base text-soft">
          {objectives.map((objective) => (
            <li key={objective} className="py-0.5">
              {objective}
            </li>
          ))}
        </ul>
      </section>
    </header>
  );
}
