import type { ImportPlan } from '@dfm/contracts/browser-api';
import { useState } from 'react';
import { loadContract } from '@/components/api/load-contract.ts';
import type { Chosen } from './chosen-files.ts';

/** The body limit of the route. */
const BYTES_MAX = 20 * 2 ** 20;

interface Planned {
  chosen: Chosen;
  under: string;
  plan: ImportPlan;
  /** The commit that the plan was made for. */
  commit: string;
}

/** Plans an import, and does it once the author has seen the plan. */
export function useImport(draft: string, onImported: (path: string) => void) {
  const [planned, setPlanned] = useState<Planned>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  /** @param commit undefined only makes a plan */
  async function send(chosen: Chosen, under: string, commit: string | undefined): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const query = new URLSearchParams({ under, ...(commit !== undefined && { seen: commit }) });
      if (sizeOf(chosen) > BYTES_MAX) return setProblem('This is larger than 20 MiB. Import it in parts.');
      const response = await fetch(`/teach/content/${draft}/import?${query}`, {
        method: 'POST',
        body: chosen,
      });
      const [api, body] = await Promise.all([loadContract(), response.json() as Promise<unknown>]);
      const reply = api.importReplySchema.safeParse(body).data;
      if (reply === undefined)
        setProblem(
          api.refusalSchema.safeParse(body).data?.error.message ?? 'This could not be read. Try again.',
        );
      else if (reply.isSaved) {
        setPlanned(undefined);
        onImported([...reply.plan.added, ...reply.plan.changed][0]!);
      } else setPlanned({ chosen, under, plan: reply.plan, commit: reply.commit });
    } catch {
      setProblem('The site cannot be reached. Try again.');
    } finally {
      setBusy(false);
    }
  }

  return {
    planned,
    isBusy,
    problem,
    plan: (chosen: Chosen, under: string) => {
      setPlanned(undefined);
      return send(chosen, under, undefined);
    },
    save: () => planned && send(planned.chosen, planned.under, planned.commit),
    drop: () => setPlanned(undefined),
  };
}

function sizeOf(chosen: Chosen): number {
  if (chosen instanceof File) return chosen.size;
  return [...chosen.values()].reduce((sum, file) => sum + (file instanceof File ? file.size : 0), 0);
}
