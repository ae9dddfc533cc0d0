import { hrefTo } from '@dfm/contracts/page-addresses';
import { axisLabel, axisMeasures, axisOrder } from '@/components/exercise/verdict/axis-label.ts';
import { Link } from '@/components/ui/link.tsx';

/** The axes of a verdict, each with what it measures and a link to its checks. */
export function WhatIsMeasured({ checksOf }: { checksOf: Readonly<Record<string, number>> }) {
  return (
    <section aria-labelledby="measured" className="border-t border-line pt-8">
      <h2 id="measured" className="text-xl font-semibold">
        What every run measures
      </h2>
      <ul className="mt-5 grid gap-x-8 gap-y-6 sm:grid-cols-2 md:grid-cols-3 xl:grid-cols-6">
        {axisOrder
          .filter((axis) => (checksOf[axis] ?? 0) > 0)
          .map((axis) => (
            <li key={axis}>
              <h3 className="font-semibold">{axisLabel[axis]}</h3>
              <p className="mt-1 text-sm text-soft">{axisMeasures[axis]}</p>
              <p className="mt-1.5 text-sm">
                <Link
                  href={`${hrefTo('checks')}#${axis}`}
                  className="text-accent underline underline-offset-2"
                >
                  {checksOf[axis] === 1 ? '1 check' : `${checksOf[axis]} checks`}
                  <span className="sr-only"> of {axisLabel[axis]}</span>
                </Link>
              </p>
            </li>
          ))}
      </ul>
    </section>
  );
}
