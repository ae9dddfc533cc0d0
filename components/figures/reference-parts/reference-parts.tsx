import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { ReferenceReader } from './reference-reader.tsx';
import { readingOf } from './reference-rows.ts';

// The digest of the empty text: a real digest, but not of an image.
const digest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const examples = [
  { label: 'python', reference: 'python' },
  { label: 'python:3.11-slim-bookworm', reference: 'python:3.11-slim-bookworm' },
  { label: 'team/scorer', reference: 'team/scorer' },
  { label: 'registry.example:5000/team/scorer:1.4', reference: 'registry.example:5000/team/scorer:1.4' },
  { label: 'python:3.11@sha256:…', reference: `python:3.11@${digest}` },
  { label: 'Team/Scorer', reference: 'Team/Scorer' },
];

/** The parts of an image name as the engine reads it, including its defaults. */
export function ReferenceParts() {
  return (
    <FigureFrame
      title="How an image name is read"
      caption="Choose a name or type one. It is parsed by the same code that parses the FROM lines of your Dockerfiles on this site. Nothing is looked up."
      table={
        <HeadedTable heads={['Written', 'Registry', 'Repository', 'Tag', 'Digest']}>
          {examples.map(({ label, reference }) => {
            const reading = readingOf(reference);
            return (
              <tr key={label}>
                <th scope="row">
                  <code>{label}</code>
                </th>
                {reading.ok ? (
                  reading.rows.map(({ part, value, origin }) => (
                    <td key={part}>
                      {value ?? 'none'}
                      {origin === 'filled in' && ' (filled in)'}
                    </td>
                  ))
                ) : (
                  <td colSpan={4}>Not a valid name. {reading.why}</td>
                )}
              </tr>
            );
          })}
        </HeadedTable>
      }
    >
      <ReferenceReader examples={examples} />
    </FigureFrame>
  );
}
