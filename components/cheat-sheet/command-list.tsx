'use client';

import { SquareTerminal } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { hasWords } from '@/components/search/has-words.ts';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { countOf, FilterField } from '@/components/ui/filter-field.tsx';
import { Link } from '@/components/ui/link.tsx';

export interface ListedModule {
  slug: string;
  title: string;
  number: number;
  commands: ListedCommand[];
}

interface ListedCommand {
  what: string;
  command: string;
  lesson: string;
  href: string;
  /** The terminal with the command; undefined if it would not work there. */
  terminalHref: string | undefined;
}

/**
 * All commands by module, with a field that filters them by words. Without JavaScript, the full list is
 * shown.
 */
export function CommandList({ modules }: { modules: readonly ListedModule[] }) {
  const [query, setQuery] = useState('');
  const shown = useDeferredValue(query);
  const found = modules
    .map((module) => ({
      ...module,
      commands: module.commands.filter(({ what, command, lesson }) =>
        hasWords(`${what} ${command} ${lesson}`, shown),
      ),
    }))
    .filter(({ commands }) => commands.length > 0);
  const count = (list: readonly ListedModule[]) =>
    list.reduce((sum, { commands }) => sum + commands.length, 0);
  return (
    <>
      <FilterField
        label="Find a command"
        placeholder="Find: run, logs, history …"
        query={query}
        onQuery={setQuery}
        count={countOf(count(found), count(modules), 'commands')}
      />
      {found.length === 0 && (
        <p className="mt-8 text-soft">No command matches all of these words. Try fewer.</p>
      )}
      {found.map(({ slug, number, title, commands }) => (
        <section key={slug} aria-labelledby={slug} className="outline-section cheat-module">
          <div>
            <p className="text-sm text-faint">Module {number}</p>
            <h2 id={slug} className="text-xl font-semibold">
              {title}
            </h2>
          </div>
          <ul>
            {commands.map((command) => (
              <CommandRow key={command.href} {...command} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function CommandRow({ what, command, lesson, href, terminalHref }: ListedCommand) {
  return (
    <li className="cheat-row">
      <p className="cheat-what">
        {what}{' '}
        <Link href={href} className="cheat-lesson">
          {lesson}
        </Link>
      </p>
      <div className="cheat-command">
        <pre>
          <code>{command}</code>
        </pre>
        <span className="cheat-copy">
          <CopyButton text={command} what={what} />
          {terminalHref !== undefined && (
            <a
              href={terminalHref}
              target="terminal"
              aria-label={`Run in my terminal: ${what}`}
              title="Run in my terminal"
              className="cheat-terminal"
            >
              <SquareTerminal aria-hidden size={16} />
            </a>
          )}
        </span>
      </div>
    </li>
  );
}
