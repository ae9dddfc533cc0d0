import type { BaseFacts, ShelfFacts } from '@dfm/contracts';
import { BaseContents } from '@/components/figures/base-contents.tsx';
import { MissingLibrary } from '@/components/figures/missing-library.tsx';
import { WheelPlatforms } from '@/components/figures/wheel-platforms.tsx';
import { RunSwitch } from './run-switch.tsx';

/** A lesson's components that show facts about base images and wheels. */
export function factFigures({ bases, wheels, platforms, recordedOn }: ShelfFacts) {
  const find = (reference: string): BaseFacts => {
    const base = bases.find((candidate) => candidate.reference === reference);
    if (!base)
      throw new Error(
        `no facts are recorded for the base ${reference}. Recorded: ${bases.map((candidate) => candidate.reference).join(', ')}`,
      );
    return base;
  };
  return {
    WheelPlatforms: () => <WheelPlatforms platforms={platforms} recordedOn={recordedOn} />,
    BaseComparison({ caption }: { caption?: string }) {
      const largest = Math.max(1, ...bases.flatMap(({ groups }) => groups.map(({ bytes }) => bytes)));
      const programs = [...new Set(bases.flatMap((base) => base.programs))];
      return (
        <RunSwitch legend="Which base to show" labels={bases.map(({ reference }) => reference)}>
          {bases.map((base) => (
            <BaseContents
              key={base.reference}
              base={base}
              largest={largest}
              programs={programs}
              caption={caption}
            />
          ))}
        </RunSwitch>
      );
    },
    MissingLibrary({ base, caption }: { base: string; caption?: string }) {
      return (
        <RunSwitch legend="Which package to show" labels={wheels.map((wheel) => wheel.package)}>
          {wheels.map((wheel) => (
            <MissingLibrary key={wheel.package} wheel={wheel} base={find(base)} caption={caption} />
          ))}
        </RunSwitch>
      );
    },
  };
}
