import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Destination, ExercisePage } from '@dfm/contracts/page-data';
import { BookOpen, History, Trophy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  exercise: ExercisePage;
  /** The button that opens the course's outline. */
  course: ReactNode;
  lesson: Destination | undefined;
  /** The button that starts a run. */
  children: ReactNode;
}

/** The exercise's title, with links to its lesson, attempts and leaderboard. */
export function WorkbenchHeader({ exercise, course, lesson, children }: Props) {
  return (
    <div className="flex items-center gap-x-4 border-b border-line px-4 py-2 sm:px-6">
      {course}
      <h1 className="mr-auto min-w-0 text-base leading-tight font-semibold">{exercise.title}</h1>
      {lesson && (
        <HeaderLink href={lesson.href} title={lesson.title} text="Lesson">
          <BookOpen aria-hidden size={18} />
        </HeaderLink>
      )}
      <HeaderLink href={hrefTo('attempts', exercise.slug)} text="Attempts">
        <History aria-hidden size={18} />
      </HeaderLink>
      {exercise.hasBoard && (
        <HeaderLink href={hrefTo('board', exercise.slug)} text="Leaderboard">
          <Trophy aria-hidden size={18} />
        </HeaderLink>
      )}
      {children}
    </div>
  );
}

interface LinkProps {
  href: string;
  title?: string;
  text: string;
  /** The icon, next to which a phone shows no text. */
  children: ReactNode;
}

function HeaderLink({ href, title, text, children }: LinkProps) {
  return (
    <Link
      href={href}
      title={title}
      className="inline-flex min-h-10 items-center gap-1.5 text-sm text-soft hover:text-ink"
    >
      {children} <span className="max-sm:sr-only">{text}</span>
    </Link>
  );
}
