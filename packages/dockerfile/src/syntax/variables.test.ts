import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Variables } from './variables.ts';

const name = fc.integer({ min: 0, max: 200 }).map((n) => `N${n}`);
const change = fc.record({ name, value: fc.option(fc.string(), { nil: undefined }) });

test('variables match those of a copied map, however stages share them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.array(change, { maxLength: 150 })), { minLength: 1, maxLength: 8 }),
      (stages) => {
        const created: { variables: Variables; model: Map<string, string> }[] = [];
        for (const [parentAt, changes] of stages) {
          const parent = created[created.length === 0 ? 0 : parentAt % created.length];
          const variables = parent?.variables.forChild() ?? new Variables();
          const model = new Map(parent?.model);
          for (const { name: changed, value } of changes) {
            variables.set(changed, value);
            if (value === undefined) model.delete(changed);
            else model.set(changed, value);
          }
          created.push({ variables, model });
        }
        for (const { variables, model } of created) {
          for (let n = 0; n <= 200; n += 1) {
            expect(variables.get(`N${n}`)).toBe(model.get(`N${n}`));
            expect(variables.has(`N${n}`)).toBe(model.has(`N${n}`));
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});
