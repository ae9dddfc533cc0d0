import type { LessonOutputs } from '@dfm/contracts';
import type { ReactNode } from 'react';
import { TerminalLink } from './terminal-link.tsx';

/**
 * A command with its recorded output, or the command alone if nothing was recorded.
 *
 * @param isSelfContained whether the commands of the lesson need no files but those that it shows
 */
export function commandWith(outputs: LessonOutputs | undefined, isSelfContained: boolean) {
  return function Command({ id, typed, children }: { id: string; typed?: string; children: ReactNode }) {
    const recorded = outputs?.commands.find((command) => command.id === id);
    return (
      <div id={id} className="command lesson-block">
        {children}
        <TerminalLink typed={isSelfContained ? typed : undefined}>Run in my terminal</TerminalLink>
        {outputs && recorded && (
          <CommandOutput
            {...recorded}
            recordedOn={outputs.recordedOn}
            engineVersion={outputs.engineVersion}
          />
        )}
      </div>
    );
  };
}

type Recorded = LessonOutputs['commands'][number] & Pick<LessonOutputs, 'recordedOn' | 'engineVersion'>;

function CommandOutput({ output, exitCode, linesLeftOut, recordedOn, engineVersion }: Recorded) {
  return (
    <figure className="command-output" aria-label="Output of the command above">
      {/* Focusable, so that a long line can be scrolled with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      {output !== '' && <pre tabIndex={0}>{output}</pre>}
      <figcaption>
        {output === '' ? 'Prints nothing. ' : ''}
        {linesLeftOut > 0 ? `${linesLeftOut} more ${linesLeftOut === 1 ? 'line' : 'lines'}. ` : ''}
        {exitCode === 0 ? '' : `Ends with exit code ${exitCode}. `}
        Recorded on <time dateTime={recordedOn}>{recordedOn}</time> with Docker Engine {engineVersion}.
      </figcaption>
    </figure>
  );
}
