'use client';

import type {
  AssignableItem,
  AssignableModule,
  AssignmentPlan,
  FormAction,
  FormState,
} from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { useHydrated } from '@/components/ui/use-hydrated.ts';
import { DeadlineHelper } from './deadline-helper.tsx';

/** Chooses what a class has to do, with deadlines and weights. All of it is saved at once. */
export function AssignmentForm({ plan, action }: { plan: AssignmentPlan; action: FormAction }) {
  const hasScripts = useHydrated();
  return (
    <Form action={action} submit="Save assignments">
      {(state) => (
        <>
          <input type="hidden" name="version" value={state.values?.version ?? plan.version} />
          {hasScripts && <DeadlineHelper timeZone={plan.timeZone} />}
          {plan.modules.map((module) => (
            <ModuleFields key={module.slug} module={module} state={state} hasScripts={hasScripts} />
          ))}
        </>
      )}
    </Form>
  );
}

interface ModuleProps {
  module: AssignableModule;
  state: FormState;
  hasScripts: boolean;
}

function ModuleFields({ module: { slug, title, items }, state, hasScripts }: ModuleProps) {
  const choose = (button: HTMLButtonElement, isChosen: boolean) => {
    const boxes = button.closest('fieldset')!.querySelectorAll<HTMLInputElement>('input[type=checkbox]');
    for (const box of boxes) box.checked = isChosen;
  };
  return (
    <fieldset data-module={slug} className="min-w-0">
      <legend className="text-lg font-semibold">{title}</legend>
      {hasScripts && items.length > 1 && (
        <p className="-ml-4 flex flex-wrap">
          <Button look="quiet" onClick={(event) => choose(event.currentTarget, true)}>
            Assign all<span className="sr-only"> of {title}</span>
          </Button>
          <Button look="quiet" onClick={(event) => choose(event.currentTarget, false)}>
            Assign none<span className="sr-only"> of {title}</span>
          </Button>
        </p>
      )}
      <ul className="mt-1 border-b border-line">
        {items.map((item) => (
          <AssignmentRow key={`${item.kind}/${item.slug}`} item={item} state={state} />
        ))}
      </ul>
    </fieldset>
  );
}

/** The fields of one exercise or quiz. Deadline and weight are shown once it is chosen. */
function AssignmentRow({
  item: { kind, slug, title, assigned },
  state: { values, problems },
}: {
  item: AssignableItem;
  state: FormState;
}) {
  const key = `${kind}/${slug}`;
  const isChosen = values ? values[`assign:${key}`] !== undefined : assigned !== undefined;
  return (
    <li className="group border-t border-line py-2.5">
      <label className="flex gap-2.5">
        <input
          type="checkbox"
          name={`assign:${key}`}
          defaultChecked={isChosen}
          aria-invalid={problems?.[`assign:${key}`] !== undefined}
          className="mt-1 size-4.5 shrink-0 accent-accent"
        />
        <span className="min-w-0">
          <span className="wrap-anywhere">{title}</span>{' '}
          <span className="text-sm text-faint">
            {kind === 'exercise' ? 'exercise' : 'quiz of the lesson'}
          </span>
        </span>
      </label>
      <div className="mt-2 hidden flex-wrap gap-x-4 gap-y-2 pb-1 pl-7 group-has-[:checked]:flex">
        <TextField
          label="Deadline"
          aria-label={`Deadline: ${title}`}
          type="datetime-local"
          name={`due:${key}`}
          defaultValue={values?.[`due:${key}`] ?? assigned?.due ?? ''}
          problem={problems?.[`due:${key}`]}
          className="w-60 max-w-full"
        />
        <TextField
          label="Weight"
          aria-label={`Weight: ${title}`}
          inputMode="numeric"
          name={`weight:${key}`}
          defaultValue={values?.[`weight:${key}`] ?? String(assigned?.weight ?? 1)}
          problem={problems?.[`weight:${key}`]}
          className="w-24"
        />
      </div>
    </li>
  );
}
