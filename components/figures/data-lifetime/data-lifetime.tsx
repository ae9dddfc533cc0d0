import { ChoicePanels } from '../choice-panels.tsx';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { lifetimeEvents, places, type LifetimeEvent, type Place } from './lifetimes.ts';

const placeName: Record<Place, string> = {
  layer: 'Container’s own layer',
  anonymous: 'Volume without a name',
  named: 'Named volume',
  bind: 'Bind mount',
  tmpfs: 'tmpfs',
};

/** What happens to a file in each place where a container can write, event by event. */
export function DataLifetime() {
  return (
    <FigureFrame
      title="What survives what"
      caption="A container wrote one file to each of five places. Choose what happens next."
      table={
        <HeadedTable heads={['Event', ...places.map((place) => placeName[place])]}>
          {lifetimeEvents.map((event) => (
            <tr key={event.key}>
              <th scope="row">
                <EventName event={event} />
              </th>
              {places.map((place) => (
                <td key={place}>{event.outcomes[place].fate}</td>
              ))}
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <ChoicePanels
        legend="What happens to the container"
        className="choice-row"
        choices={lifetimeEvents.map((event) => ({
          key: event.key,
          label: <EventName event={event} />,
          panel: <Outcomes event={event} />,
        }))}
      />
    </FigureFrame>
  );
}

function EventName({ event: { name, isCommand } }: { event: LifetimeEvent }) {
  return isCommand ? <code>{name}</code> : name;
}

function Outcomes({ event: { before, outcomes } }: { event: LifetimeEvent }) {
  return (
    <>
      <p>{before ?? 'The container is running.'}</p>
      <ul className="rows">
        {places.map((place) => {
          const { fate, why } = outcomes[place];
          return (
            <li key={place} className="row lifetime-row">
              <span>{placeName[place]}</span>
              <strong className="lifetime-fate" data-fate={fate}>
                {fate}
              </strong>
              <span>{why}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
