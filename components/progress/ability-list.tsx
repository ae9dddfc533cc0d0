import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Ability, ModuleAbilities } from '@dfm/contracts/page-data';
import { formatBytes } from '@dfm/contracts/quantity';
import { counted } from '@/components/ui/counted.ts';
import { Link } from '@/components/ui/link.tsx';

/** Passed exercises and finished labs, by module. */
export function AbilityList({ modules }: { modules: readonly ModuleAbilities[] }) {
  return modules.map(({ slug, title, abilities, labs }) => (
    <section key={slug} aria-labelledby={slug} className="ability-module">
      <h2 id={slug} className="text-xl font-semibold">
        {title}
      </h2>
      <ul>
        {abilities.map((ability) => (
          <li key={ability.exercise}>
            <h3>
              <Link href={hrefTo('exercise', ability.exercise)} className="hover:text-accent hover:underline">
                {ability.title}
              </Link>
            </h3>
            <p>{ability.summary}</p>
            <p className="ability-measured">{measured(ability)}</p>
          </li>
        ))}
        {labs.map((lab) => (
          <li key={lab.slug}>
            <h3>
              <Link href={hrefTo('lab', lab.slug)} className="hover:text-accent hover:underline">
                {lab.title}
              </Link>
            </h3>
            <p className="ability-measured">
              Lab: all {counted(lab.steps, 'step')} done at a terminal, each judged by the state of the engine
            </p>
          </li>
        ))}
      </ul>
    </section>
  ));
}

function measured({ score, imageBytes, isConfirmed, isSimulated, at }: Ability): string {
  return [
    `${Math.round(score)} of 100 points`,
    imageBytes !== undefined && `image of ${formatBytes(imageBytes)}`,
    `${isConfirmed ? 'confirmed in a fresh engine' : 'passed, but not confirmed,'} on ${at.slice(0, 10)}`,
    isSimulated && 'with a simulated GPU',
  ]
    .filter(Boolean)
    .join(', ');
}
