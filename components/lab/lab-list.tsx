import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabGroup } from '@dfm/contracts/page-data';
import { Progress } from '@/components/lesson/progress-mark.tsx';
import { Link } from '@/components/ui/link.tsx';
import { LabSteps } from './lab-steps.tsx';

/** Every lab by module, with its duration and how many of its steps the learner has done. */
export function LabList({ groups }: { groups: readonly LabGroup[] }) {
  return groups.map(({ slug: module, title: moduleTitle, labs }) => (
    <section key={module} aria-labelledby={module} className="outline-section">
      <div>
        <h2 id={module} className="text-xl font-semibold">
          <Link href={hrefTo('module', module)} className="hover:text-accent hover:underline">
            {moduleTitle}
          </Link>
        </h2>
      </div>
      <ul>
        {labs.map(({ slug, title, summary, minutes, steps }) => (
          <li key={slug} className="outline-row grid grid-cols-[1.5rem_minmax(0,1fr)_auto] gap-x-2">
            <Progress kind="lab" slug={slug} />
            <div>
              <Link href={hrefTo('lab', slug)} className="font-semibold hover:text-accent hover:underline">
                {title}
              </Link>
              <p className="text-sm text-soft">{summary}</p>
            </div>
            <p className="text-right text-sm text-faint tabular-nums">
              <span className="block whitespace-nowrap">{minutes} min</span>
              <LabSteps slug={slug} steps={steps} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  ));
}
