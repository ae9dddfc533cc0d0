import type { ReactNode } from 'react';
import { ChoicePanels } from '../choice-panels.tsx';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { probeMoments, type Answer } from './probe-moments.ts';

const lanes = ['Alive?', 'Ready?', 'Requests'] as const;

/**
 * The moments in the life of a service, from top to bottom, with its answers to the two probes. Selecting one
 * shows what happens in the service and what Kubernetes and Docker do.
 */
export function ProbeTimeline({ caption }: { caption?: ReactNode }) {
  return (
    <FigureFrame title="A service from its start to its stop" caption={caption} table={<MomentTable />}>
      <ChoicePanels
        legend="Moment to explain"
        className="probe-timeline"
        choices={probeMoments.map(({ key, name, alive, ready, requests, ...facts }) => ({
          key,
          label: (
            <>
              <span className="probe-moment">{name}</span>
              {[alive, ready, answerOf(requests)].map((answer, index) => (
                <span key={lanes[index]} className="probe-answer" data-answer={answer}>
                  <span className="sr-only">{lanes[index]} </span>
                  {answer}
                </span>
              ))}
            </>
          ),
          panel: (
            <dl className="facts">
              <dt>In the service</dt>
              <dd>{facts.happens}</dd>
              <dt>Kubernetes</dt>
              <dd>{facts.kubernetes}</dd>
              <dt>Docker</dt>
              <dd>{facts.docker}</dd>
            </dl>
          ),
        }))}
      >
        <span className="probe-heads" aria-hidden>
          <span />
          {lanes.map((lane) => (
            <span key={lane}>{lane}</span>
          ))}
        </span>
      </ChoicePanels>
    </FigureFrame>
  );
}

function MomentTable() {
  return (
    <HeadedTable heads={['Moment', ...lanes, 'In the service', 'Kubernetes', 'Docker']}>
      {probeMoments.map((moment) => (
        <tr key={moment.key}>
          <th scope="row">{moment.name}</th>
          <td>{moment.alive}</td>
          <td>{moment.ready}</td>
          <td>{answerOf(moment.requests)}</td>
          <td>{moment.happens}</td>
          <td>{moment.kubernetes}</td>
          <td>{moment.docker}</td>
        </tr>
      ))}
    </HeadedTable>
  );
}

function answerOf(isTrue: boolean): Answer {
  return isTrue ? 'yes' : 'no';
}
