import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { commands, type CommandId } from './commands.ts';
import { WordPicker } from './word-picker.tsx';

/** A command, word by word: what each word does, and what happens without it. */
export function CommandWords({ command }: { command: CommandId }) {
  const { title, words } = commands[command];
  return (
    <FigureFrame
      title={title}
      caption="Choose a word of the command."
      table={
        <HeadedTable heads={['Word', 'Meaning', 'Without it']}>
          {words.map(({ text, meaning, without }) => (
            <tr key={text}>
              <th scope="row">
                <code>{text}</code>
              </th>
              <td>{meaning}</td>
              <td>{without}</td>
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <WordPicker words={words} />
    </FigureFrame>
  );
}
