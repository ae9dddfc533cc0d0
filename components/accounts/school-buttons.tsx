import type { FormAction, SchoolChoice } from '@dfm/contracts/page-data';
import { SchoolForm } from './school-form.tsx';

interface Props {
  choices: (SchoolChoice & { action: FormAction })[];
}

/** A button for each school with which one can sign in; nothing without schools. */
export function SchoolButtons({ choices }: Props) {
  if (choices.length === 0) return null;
  return (
    <div className="mt-6 grid gap-3">
      <p className="text-sm text-soft">or</p>
      {choices.map(({ id, name, action }) => (
        <SchoolForm key={id} submit={`Continue with ${name}`} action={action} />
      ))}
    </div>
  );
}
