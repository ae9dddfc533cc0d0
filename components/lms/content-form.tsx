'use client';

import type { FormAction, LinkableModule } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { Form } from '@/components/ui/form.tsx';

interface Props {
  modules: readonly LinkableModule[];
  /** Whether the LMS accepts several at once. */
  isMany: boolean;
  action: FormAction;
}

/** Chooses what links of an LMS lead to. */
export function ContentForm({ modules, isMany, action }: Props) {
  return (
    <Form action={action} submit={isMany ? 'Add to the LMS' : 'Add it to the LMS'}>
      {({ values = {} }) => (
        <div className="grid gap-8">
          {modules.map(({ slug, title, items }) => (
            <fieldset key={slug}>
              <legend className="mb-3 font-semibold">{title}</legend>
              <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
                {items.map((item) => {
                  const key = `${item.kind}/${item.slug}`;
                  return (
                    <CheckField
                      key={key}
                      label={item.title}
                      hint={`${item.kind === 'quiz' ? 'questions of a lesson' : 'exercise'}${item.isAssigned ? ', assigned' : ''}`}
                      {...(isMany
                        ? { name: `choose:${key}`, defaultChecked: `choose:${key}` in values }
                        : {
                            type: 'radio',
                            name: 'one',
                            value: key,
                            defaultChecked: values.one === key,
                          })}
                    />
                  );
                })}
              </div>
            </fieldset>
          ))}
        </div>
      )}
    </Form>
  );
}
