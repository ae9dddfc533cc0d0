'use client';

import { useId, useState } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';
import { FigureFrame } from './figure-frame.tsx';
import { HeadedTable } from './headed-table.tsx';
import { cmds, entrypoints, runArguments, startOf, type Choice, type Start } from './start-argv.ts';

const combinations = entrypoints.flatMap((entrypoint) =>
  cmds.flatMap((cmd) => runArguments.map((run) => ({ entrypoint, cmd, run }))),
);

/** ENTRYPOINT, CMD and the end of `docker run` to choose from, and the resulting command line of process 1. */
export function EntrypointTable({ caption }: { caption?: string | undefined }) {
  const [entrypoint, setEntrypoint] = useState<Choice>(entrypoints[0]!);
  const [cmd, setCmd] = useState<Choice>(cmds[1]!);
  const [run, setRun] = useState<Choice>(runArguments[0]!);
  const { argv, remarks } = startOf(entrypoint, cmd, run);
  return (
    <FigureFrame title="Command line of process 1" caption={caption} table={<AllStarts />}>
      <div className="start-choices">
        <Choices legend="ENTRYPOINT" choices={entrypoints} chosen={entrypoint} onChoose={setEntrypoint} />
        <Choices legend="CMD" choices={cmds} chosen={cmd} onChoose={setCmd} />
        <Choices legend="docker run scorer …" choices={runArguments} chosen={run} onChoose={setRun} />
      </div>
      <output className="start">
        <span className="start-argv">
          {argv.map(({ word, from }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a word is identified by its position, and may occur twice
            <span key={index} className="start-word">
              <code>{word}</code>
              <span>{from}</span>
            </span>
          ))}
        </span>
        {remarks.map((remark) => (
          <span key={remark} className="start-remark">
            {remark}
          </span>
        ))}
      </output>
    </FigureFrame>
  );
}

interface ChoicesProps {
  legend: string;
  choices: readonly Choice[];
  chosen: Choice;
  onChoose: (choice: Choice) => void;
}

function Choices({ legend, choices, chosen, onChoose }: ChoicesProps) {
  const name = useId();
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.id}>
          <ChoiceInput
            type="radio"
            name={name}
            checked={choice === chosen}
            onChecked={() => onChoose(choice)}
          />
          <Label choice={choice} />
        </label>
      ))}
    </fieldset>
  );
}

/** Plain text if the line is absent, code otherwise. */
function Label({ choice }: { choice: Choice }) {
  return choice.words.length === 0 ? <span>{choice.label}</span> : <code>{choice.label}</code>;
}

function AllStarts() {
  return (
    <HeadedTable heads={['ENTRYPOINT', 'CMD', 'docker run scorer …', 'Process 1']}>
      {combinations.map(({ entrypoint, cmd, run }) => (
        <tr key={`${entrypoint.id} ${cmd.id} ${run.id}`}>
          {[entrypoint, cmd, run].map((choice, place) => (
            <td key={['entrypoint', 'cmd', 'run'][place]}>
              <Label choice={choice} />
            </td>
          ))}
          <td>
            <code>{asJson(startOf(entrypoint, cmd, run))}</code>
          </td>
        </tr>
      ))}
    </HeadedTable>
  );
}

function asJson({ argv }: Start): string {
  return `[${argv.map(({ word }) => JSON.stringify(word)).join(', ')}]`;
}
