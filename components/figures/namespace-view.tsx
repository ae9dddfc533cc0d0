import type { ReactNode } from 'react';
import { ChoicePanels } from './choice-panels.tsx';
import { FigureFrame } from './figure-frame.tsx';
import { HeadedTable } from './headed-table.tsx';
import { namespaceFacts } from './namespace-facts.ts';

/** The kinds of namespace, one at a time: a command, and its output on the host and in a container. */
export function NamespaceView({ caption }: { caption?: ReactNode }) {
  return (
    <FigureFrame title="The same command outside and inside" caption={caption} table={<NamespaceTable />}>
      <ChoicePanels
        legend="Namespace to look at"
        className="choice-row"
        choices={namespaceFacts.map((facts) => ({
          key: facts.key,
          label: (
            <>
              {facts.name} <code>{facts.key}</code>
            </>
          ),
          panel: (
            <div className="namespace">
              <p>{facts.separates}</p>
              <p className="namespace-command">
                <code>{facts.command}</code>
              </p>
              <div className="namespace-answers">
                <section>
                  <p className="namespace-side">On the host</p>
                  <p>{facts.onTheHost}</p>
                </section>
                <section>
                  <p className="namespace-side">In the container</p>
                  <p>{facts.inside}</p>
                </section>
              </div>
              <p>
                <strong>Default with docker run:</strong> {facts.byDefault}
                {facts.shareOption && (
                  <>
                    {' '}
                    Use the host’s with <code>{facts.shareOption}</code>.
                  </>
                )}
              </p>
            </div>
          ),
        }))}
      />
    </FigureFrame>
  );
}

function NamespaceTable() {
  return (
    <HeadedTable
      heads={[
        'Namespace',
        'Separates',
        'Command',
        'On the host',
        'In the container',
        'Default with docker run',
        'Option to use the host’s',
      ]}
    >
      {namespaceFacts.map((facts) => (
        <tr key={facts.key}>
          <td>
            {facts.name} (<code>{facts.key}</code>)
          </td>
          <td>{facts.separates}</td>
          <td>
            <code>{facts.command}</code>
          </td>
          <td>{facts.onTheHost}</td>
          <td>{facts.inside}</td>
          <td>{facts.byDefault}</td>
          <td>{facts.shareOption ? <code>{facts.shareOption}</code> : 'no option'}</td>
        </tr>
      ))}
    </HeadedTable>
  );
}
