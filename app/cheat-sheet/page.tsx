import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { CommandList } from '@/components/cheat-sheet/command-list.tsx';
import { cheatSheet } from '@/lib/content/cheat-sheet.ts';

export const metadata: Metadata = {
  title: pages.cheatSheet.title,
  description: pages.cheatSheet.description,
};

export default async function CheatSheetPage() {
  const modules = await cheatSheet();
  return (
    <div className="cheat-sheet mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">Cheat sheet</h1>
        <p className="mt-3 text-lg text-soft">
          The commands of the course, each with the lesson that explains it. They were run in a sandbox along
          with the rest of their lesson, except those that need a registry or another machine. A printout of
          this page contains only the commands.
        </p>
      </header>
      {modules.length > 0 ? (
        <CommandList modules={modules} />
      ) : (
        <p className="mt-8 text-soft">No lesson has added a command yet.</p>
      )}
    </div>
  );
}
