import type { Lab } from '@dfm/contracts/lab';
import type { YamlPath } from '../yaml/node-offset.ts';

/** Commands of a lab. */
export interface LabScript {
  /** Where they are in `lab.yaml`. */
  path: YamlPath;
  role: 'setup' | 'reference' | 'wrong' | 'undo';
  text: string;
}

/** All commands of a lab, in the order in which the check types them. */
export function labScripts({ setup, steps }: Pick<Lab, 'setup' | 'steps'>): LabScript[] {
  return [
    ...(setup === undefined ? [] : [{ path: ['setup'], role: 'setup' as const, text: setup }]),
    ...steps.flatMap(({ wrong, reference }, index) => [
      ...wrong.flatMap(({ commands, undo }, number): LabScript[] => {
        const path = ['steps', index, 'wrong', number];
        return [
          { path: [...path, 'commands'], role: 'wrong', text: commands },
          ...(undo === undefined ? [] : [{ path: [...path, 'undo'], role: 'undo' as const, text: undo }]),
        ];
      }),
      { path: ['steps', index, 'reference'], role: 'reference' as const, text: reference },
    ]),
  ];
}
