import { useEffect, useState } from 'react';

/** Whole seconds since a value was first passed, once a second. */
export function useSecondsSince(value: unknown): number {
  const [passed, setPassed] = useState({ value, seconds: 0 });
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(
      () => setPassed({ value, seconds: Math.floor((performance.now() - start) / 1_000) }),
      1_000,
    );
    return () => clearInterval(timer);
  }, [value]);
  return passed.value === value ? passed.seconds : 0;
}
