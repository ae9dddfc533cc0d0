import type { HintInsight } from '@dfm/contracts/page-data';
import { Disclosure } from '@/components/ui/disclosure.tsx';

/** For each hint of an exercise: who opened it, and whether the next submission was better than the last. */
export function HintInsights({ title, hints }: { title: string; hints: readonly HintInsight[] }) {
  return (
    <Disclosure summary="What the hints changed">
      <table className="w-full text-sm">
        <caption className="sr-only">What the hints of {title} changed</caption>
        <thead className="text-left align-bottom text-faint">
          <tr>
            <th scope="col" className="py-1 pr-4 font-medium">
              Hint
            </th>
            <th scope="col" className="w-20 py-1 pr-4 text-right font-medium">
              Opened by
            </th>
            <th scope="col" className="w-28 py-1 text-right font-medium">
              More points in the next submission
            </th>
          </tr>
        </thead>
        <tbody>
          {hints.map(({ text, opened, submitted, gained }) => (
            <tr key={text} className="border-t border-line align-top">
              <td className="py-1.5 pr-4 wrap-anywhere">{text}</td>
              <td className="py-1.5 pr-4 text-right tabular-nums">{opened}</td>
              <td className="py-1.5 text-right tabular-nums">
                {submitted === 0 ? '–' : `${gained} of ${submitted}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
