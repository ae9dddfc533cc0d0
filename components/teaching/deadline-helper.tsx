'use client';

import { useId, useState, type KeyboardEvent } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { spreadDeadlines } from './spread-deadlines.ts';

/** Fills in the deadlines of everything that is assigned, module by module. Saves nothing. */
export function DeadlineHelper({ timeZone }: { timeZone: string }) {
  const id = useId();
  const [first, setFirst] = useState('');
  const [days, setDays] = useState('7');
  const [outcome, setOutcome] = useState<string>();
  const fill = (form: HTMLFormElement) => setOutcome(fillDeadlines(form, first, Number(days)));
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    // Otherwise the browser would save the form.
    event.preventDefault();
    fill(event.currentTarget.form!);
  };
  return (
    <Disclosure summary="Set all deadlines">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <TextField
          label="First module"
          type="datetime-local"
          value={first}
          onChange={(event) => setFirst(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          className="w-60 max-w-full"
        />
        <TextField
          label="Days until the next module"
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          className="w-52 max-w-full"
        />
        <Button aria-describedby={id} onClick={(event) => fill(event.currentTarget.form!)}>
          Fill in
        </Button>
      </div>
      <p id={id} className="mt-2 max-w-measure text-sm text-soft">
        Fills in the fields below for everything that is chosen, in the time of {timeZone}. Modules with
        nothing chosen are skipped. Change single deadlines afterwards, then save.
      </p>
      <output className="block text-sm not-empty:mt-2">{outcome}</output>
    </Disclosure>
  );
}

/** @returns what was done, in words */
function fillDeadlines(form: HTMLFormElement, first: string, days: number): string {
  const modules = [...form.querySelectorAll('fieldset')]
    .map((module) => [...module.querySelectorAll<HTMLInputElement>('input[type=checkbox]:checked')])
    .filter((chosen) => chosen.length > 0);
  if (!Number.isInteger(days) || days < 0 || days > 365)
    return 'Enter the days between modules as a whole number from 0 to 365.';
  const deadlines = spreadDeadlines(first, days, modules.length);
  if (deadlines === undefined) return 'Enter the date and the time of the first deadline.';
  if (modules.length === 0) return 'Nothing is chosen below. Choose what the class has to do first.';
  let count = 0;
  for (const [index, chosen] of modules.entries())
    for (const box of chosen) {
      const field = form.elements.namedItem(box.name.replace('assign:', 'due:'));
      if (!(field instanceof HTMLInputElement)) continue;
      field.value = deadlines[index]!;
      count += 1;
    }
  return `${count === 1 ? '1 deadline is' : `${count} deadlines are`} filled in. Save to apply them.`;
}
