import { scopeCases, scopeVariable } from '@/components/figures/scope-cases.ts';
import { VariableScope as Figure } from '@/components/figures/variable-scope.tsx';
import { RunSwitch } from './run-switch.tsx';

/** The ways to declare a variable, one at a time. */
export function VariableScope() {
  return (
    <RunSwitch labels={scopeCases.map(({ label }) => label)}>
      {scopeCases.map(({ label, dockerfile, remark }) => (
        <Figure key={label} dockerfile={dockerfile} variable={scopeVariable} remark={remark} />
      ))}
    </RunSwitch>
  );
}
