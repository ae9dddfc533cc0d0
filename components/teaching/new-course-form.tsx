'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';

/** Creates a course together with its first class. */
export function NewCourseForm({ action, zones }: { action: FormAction; zones: readonly string[] }) {
  return (
    <Form action={action} submit="Create course and class">
      {({ values, problems }) => (
        <>
          <TextField
            label="Course name"
            name="course"
            required
            hint="What you teach. Its classes share the teaching staff."
            defaultValue={values?.course}
            problem={problems?.course}
          />
          <TextField
            label="Class name"
            name="name"
            required
            hint="The learners who start together, such as “Autumn 2026” or “Group A”."
            defaultValue={values?.name}
            problem={problems?.name}
          />
          <TimeZoneField zones={zones} defaultValue={values?.timeZone} problem={problems?.timeZone} />
        </>
      )}
    </Form>
  );
}
