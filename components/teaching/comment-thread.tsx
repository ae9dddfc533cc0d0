import type { FormAction, RunComment } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { CommentForm } from './comment-form.tsx';

interface Props {
  comments: readonly RunComment[];
  /** Whether the reader submitted the run. */
  isLearner: boolean;
  action: FormAction;
}

/** What a learner and staff wrote to each other about a run. */
export function CommentThread({ comments, isLearner, action }: Props) {
  return (
    <section aria-labelledby="comments" className="mt-12 max-w-figure border-t border-line pt-6">
      <h2 id="comments" className="text-lg font-semibold">
        Comments
      </h2>
      <p className="mt-1 text-sm text-soft">
        {isLearner
          ? 'Between you and the staff of your class. Ask if you are stuck: they see this submission with its verdict.'
          : 'Between the learner and the staff of the course.'}
      </p>
      {comments.length > 0 && (
        <ol className="mt-4 border-b border-line">
          {comments.map((comment) => (
            <Comment key={comment.id} comment={comment} />
          ))}
        </ol>
      )}
      <div className="mt-5 max-w-measure">
        <CommentForm action={action} label={isLearner ? 'Ask or answer' : 'Answer or comment'} />
      </div>
    </section>
  );
}

function Comment({ comment: { author, byLearner, place, text, writtenAt } }: { comment: RunComment }) {
  return (
    <li className="border-t border-line py-3">
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <span className="font-semibold wrap-anywhere">{author}</span>
        {!byLearner && <Badge>Staff</Badge>}
        <span className="text-faint">
          <Moment at={writtenAt} />
        </span>
      </p>
      {place && (
        <p className="mt-2 border-l-2 border-accent pl-3 font-mono text-xs wrap-anywhere">
          <span className="text-faint">
            {place.path}:{place.line}
          </span>{' '}
          {place.text}
        </p>
      )}
      <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{text}</p>
    </li>
  );
}
