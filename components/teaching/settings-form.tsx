'use client';

import type { CohortSettings, FormAction, HeldBackChoice } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { LateFields } from './late-fields.tsx';
import { RetentionField } from './retention-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';

interface Props {
  /** With the version that the form shows. */
  settings: CohortSettings & { version: string };
  zones: readonly string[];
  action: FormAction;
  /** When the learners' work is deleted, in words. */
  deletion: string;
}

/** Name, time zone, how the class is graded, what it sees, and for how long its work is kept. */
export function SettingsForm({ settings, zones, action, deletion }: Props) {
  return (
    <Form action={action} submit="Save settings">
      {({ values, problems }) => (
        <>
          <input type="hidden" name="version" value={values?.version ?? settings.version} readOnly />
          <TextField
            label="Name"
            name="name"
            required
            defaultValue={values?.name ?? settings.name}
            problem={problems?.name}
          />
          <TimeZoneField
            zones={zones}
            defaultValue={values?.timeZone ?? settings.timeZone}
            hint="Deadlines are entered and shown in this zone. After a change, existing deadlines stay at the same moment, so they are shown with a different time."
            problem={problems?.timeZone}
          />
          <CountedField counts={values?.counts ?? settings.policy.counts} />
          <TextField
            label="Attempts that count"
            name="attemptsMax"
            inputMode="numeric"
            className="[&>input]:w-28"
            hint="Of each exercise, only this many attempts count. Learners can go on practising after that. Empty: all count."
            defaultValue={values?.attemptsMax ?? String(settings.policy.attemptsMax ?? '')}
            problem={problems?.attemptsMax}
          />
          <LateFields
            // Shows the example of the values that it starts with again once they are saved.
            key={JSON.stringify(settings.policy.late)}
            late={settings.policy.late}
            values={values}
            problems={problems}
          />
          <HeldBackField chosen={values?.heldBack ?? settings.heldBack} />
          <RetentionField
            months={settings.deleteAfterMonths}
            deletion={deletion}
            values={values}
            problems={problems}
          />
        </>
      )}
    </Form>
  );
}

function CountedField({ counts }: { counts: string }) {
  return (
    <fieldset>
      <legend className="text-sm font-semibold">Which attempt gives the grade</legend>
      <div className="mt-1.5 grid gap-1.5">
        {(['best', 'last'] as const).map((value) => (
          <CheckField
            key={value}
            type="radio"
            name="counts"
            value={value}
            defaultChecked={counts === value}
            label={value === 'best' ? 'The best one' : 'The last one'}
          />
        ))}
      </div>
    </fieldset>
  );
}

const heldBackChoices: readonly [HeldBackChoice, string][] = [
  ['nothing', 'Nothing'],
  ['solutions', 'Model solutions'],
  ['hints_and_solutions', 'Hints and model solutions'],
];

function HeldBackField({ chosen }: { chosen: string }) {
  return (
    <fieldset>
      <legend className="text-sm font-semibold">Held back until the deadline</legend>
      <p className="mt-1 text-sm text-soft">
        Each learner’s own deadline counts. The course is open to everyone, so someone who is not signed in
        still sees them.
      </p>
      <div className="mt-1.5 grid gap-1.5">
        {heldBackChoices.map(([value, label]) => (
          <CheckField
            key={value}
            type="radio"
            name="heldBack"
            value={value}
            defaultChecked={chosen === value}
            label={label}
          />
        ))}
      </div>
    </fieldset>
  );
}
