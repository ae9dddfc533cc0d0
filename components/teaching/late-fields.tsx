'use client';

import type { LatePolicy } from '@dfm/contracts/grade-policy';
import type { FormState } from '@dfm/contracts/page-data';
import { useState, type InputEvent } from 'react';
import { lateText } from '@/components/classes/policy-text.ts';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props extends Pick<FormState, 'values' | 'problems'> {
  late: LatePolicy;
}

/** What happens to late submissions, with an example that follows what is typed. */
export function LateFields({ late, values, problems }: Props) {
  const stored: Record<keyof LatePolicy, string> = {
    percentPerDay: String(late.percentPerDay),
    floorPercent: String(late.floorPercent),
    acceptForDays: String(late.acceptForDays ?? ''),
  };
  const [typed, setTyped] = useState<Partial<typeof stored>>({});
  const onInput = ({ target }: InputEvent<HTMLFieldSetElement>) => {
    if (target instanceof HTMLInputElement)
      setTyped((before) => ({ ...before, [target.name]: target.value }));
  };
  const field = (name: keyof LatePolicy) => ({
    name,
    inputMode: 'numeric' as const,
    defaultValue: values?.[name] ?? stored[name],
    problem: problems?.[name],
    className: '[&>input]:w-28',
  });
  return (
    <fieldset className="grid gap-4" onInput={onInput}>
      <legend className="mb-2 text-sm font-semibold">Late submissions</legend>
      <TextField label="Percent lost per day" hint="0: nothing is lost." {...field('percentPerDay')} />
      <TextField
        label="Percent that always remain"
        hint="However late it is, as long as it is accepted."
        {...field('floorPercent')}
      />
      <TextField
        label="Days accepted after the deadline"
        hint="0: only what is on time counts. Empty: everything counts."
        {...field('acceptForDays')}
      />
      <output className="block max-w-measure border-l-2 border-accent py-0.5 pl-4 text-sm">
        {exampleOf({ ...stored, ...values, ...typed })}
      </output>
    </fieldset>
  );
}

function exampleOf(entered: Record<keyof LatePolicy, string>): string {
  const [percentPerDay, floorPercent] = [Number(entered.percentPerDay), Number(entered.floorPercent)];
  const acceptForDays = entered.acceptForDays.trim() === '' ? null : Number(entered.acceptForDays);
  const isPercent = (number: number) => Number.isInteger(number) && number >= 0 && number <= 100;
  const isDays = acceptForDays === null || (Number.isInteger(acceptForDays) && acceptForDays >= 0);
  if (!isPercent(percentPerDay) || !isPercent(floorPercent) || !isDays)
    return 'Enter whole numbers to see an example.';
  return lateText({ late: { percentPerDay, floorPercent, acceptForDays } });
}
