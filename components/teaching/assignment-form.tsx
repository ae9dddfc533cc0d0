'use client';

import type {
  AssignableItem,
  AssignableModule,
  AssignmentPlan,
  FormAction,
  FormState,
  WorkMode,
} from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { useHydrated } from '@/components/ui/use-hydrated.ts';
import { DeadlineHelper } from './deadline-helper.tsx';

/** Chooses what a class has to do, with times, modes and weights. All of it is saved at once. */
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

const modes: readonly { value: WorkMode; text: string }[] = [
  { value: 'alone', text: 'alone' },
  { value: 'group', text: 'in groups' },
  { value: 'exam', text: 'as an exam' },
];

interface RowProps {
  item: AssignableItem;
  state: FormState;
}

/** One exercise or quiz to choose. The other fields are shown once it is chosen. */
function AssignmentRow({ item, state }: RowProps) {
  const { kind, slug, title, assigned } = item;
  const name = `assign:${kind}/${slug}`;
  const isChosen = state.values ? state.values[name] !== undefined : assigned !== undefined;
  return (
    <li className="group border-t border-line py-2.5">
      <label className="flex gap-2.5">
        <input
          type="checkbox"
          name={name}
          defaultChecked={isChosen}
          aria-invalid={state.problems?.[name] !== undefined}
          className="mt-1 size-4.5 shrink-0 accent-accent"
        />
        <span className="min-w-0">
          <span className="wrap-anywhere">{title}</span>{' '}
          <span className="text-sm text-faint">
            {kind === 'exercise' ? 'exercise' : 'quiz of the lesson'}
          </span>
        </span>
      </label>
      <div className="mt-2 hidden flex-wrap gap-x-4 gap-y-2 pb-1 pl-7 group-has-[input:checked]:flex">
        <HowFields item={item} state={state} />
      </div>
    </li>
  );
}

/** From when and until when an assignment is done, how, and what it weighs. */
function HowFields({ item: { kind, slug, title, assigned }, state: { values, problems } }: RowProps) {
  const fieldOf = (name: string, label: string, before: string | undefined) => ({
    label,
    'aria-label': `${label}: ${title}`,
    name: `${name}:${kind}/${slug}`,
    defaultValue: values?.[`${name}:${kind}/${slug}`] ?? before ?? '',
    problem: problems?.[`${name}:${kind}/${slug}`],
  });
  const timeLook = { type: 'datetime-local', className: 'w-56 max-w-full' };
  return (
    <>
      <TextField {...fieldOf('opens', 'Opens', assigned?.opens)} {...timeLook} />
      <TextField {...fieldOf('due', 'Deadline', assigned?.due)} {...timeLook} />
      {kind === 'exercise' && (
        <SelectField
          {...fieldOf('mode', 'Done', assigned?.mode ?? 'alone')}
          options={modes}
          className="w-32"
        />
      )}
      <TextField
        {...fieldOf('weight', 'Weight', String(assigned?.weight ?? 1))}
        inputMode="numeric"
        className="w-20"
      />
    </>
  );
}
