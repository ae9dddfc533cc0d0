import type { RunEvent } from '@dfm/contracts';
import { followEvents } from '../../components/exercise/run/run-api.ts';
import { initialRunState } from '../../components/exercise/run/run-state.ts';
import { RunStore } from '../../components/exercise/run/run-store.ts';

/** The page of an exercise that follows a run, by its own code, without React and without a browser. */
export interface RunPage {
  store: RunStore;
  /** All events that the page received, in their order. */
  received: { seq: number; event: RunEvent }[];
  /** How often the page lost its connection. */
  losses: () => number;
  leave: () => void;
}

/** Opens it. The globals of a browser have to be there: EventSource, addEventListener. */
export function openRunPage(slug: string, runId: string): RunPage {
  const store = new RunStore(slug, initialRunState({ id: runId, status: 'queued', files: {} }));
  const received: RunPage['received'] = [];
  let losses = 0;
  const leave = followEvents(runId, () => store.state().live.lastSeq, {
    event(seq, event) {
      received.push({ seq, event });
      store.dispatch({ type: 'events', runId, received: [{ seq, receivedAtMs: Date.now(), event }] });
      if (event.type === 'result' || event.type === 'cancelled') leave();
    },
    queue: (queue) => store.dispatch({ type: 'queue-position', runId, queue }),
    open: () => store.dispatch({ type: 'connection', connection: 'open' }),
    lost() {
      losses += 1;
      store.dispatch({ type: 'connection', connection: 'lost' });
    },
  });
  return { store, received, losses: () => losses, leave };
}
