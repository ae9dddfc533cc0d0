'use client';

import { useEffect, useId, useRef } from 'react';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  zones: readonly string[];
  /** Undefined: the browser's zone, once scripts run. */
  defaultValue: string | undefined;
  hint?: string;
  problem: string | undefined;
}

/** A field for a time zone that suggests zones while typing. */
export function TimeZoneField({ zones, defaultValue, hint, problem }: Props) {
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = field.current;
    if (defaultValue === undefined && input && input.value === '') {
      // Both, so that a form that is reset keeps it.
      input.defaultValue = Intl.DateTimeFormat().resolvedOptions().timeZone;
      input.value = input.defaultValue;
    }
  }, [defaultValue]);
  return (
    <>
      <TextField
        ref={field}
        label="Time zone"
        name="timeZone"
        list={list}
        required
        autoComplete="off"
        spellCheck={false}
        hint={hint ?? 'Deadlines are entered and shown in this zone. Type a city to find its zone.'}
        defaultValue={defaultValue}
        problem={problem}
      />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </datalist>
    </>
  );
}
