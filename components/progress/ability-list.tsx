import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Ability, ModuleAbilities } from '@dfm/contracts/page-data';
import { formatBytes } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

/** Passed exercises and finished labs, by module. */
export function AbilityList({ modules }: { modules: readonly ModuleAbilities[] }) {
  return modules.map(({ slug, title, abilities, labs }) => (
    <section key={slug} aria-labelledby={slug} className="ability-module">
      <h2 id={slug}>{title}</h2>
      <ul>
        {abilities.map((ability) => (
          <Row key={ability.exercise} {...ability} href={hrefTo('exercise', ability.exercise)}>
            <Measured {...ability} />
          </Row>
        ))}
        {labs.map((lab) => (
          <Row key={lab.slug} {...lab} href={hrefTo('lab', lab.slug)}>
            <Figure label="Lab steps">
              {lab.steps} of {lab.steps}
            </Figure>
          </Row>
        ))}
      </ul>
    </section>
  ));
}

interface RowProps {
  href: string;
  title: string;
  summary: string;
  /** What was measured. */
  children: ReactNode;
}

function Row({ href, title, summary, children }: RowProps) {
  return (
    <li className="ability-row">
      <div>
        <h3>
          <Link href={href} className="hover:text-accent hover:underline">
            {title}
          </Link>
        </h3>
        <p>{summary}</p>
      </div>
      <dl>{children}</dl>
    </li>
  );
}

function Measured({ score, imageBytes, isConfirmed, isSimulated, at }: Ability) {
  return (
    <>
      <Figure label="Points">{Math.round(score)} of 100</Figure>
      <Figure label={isConfirmed ? 'Confirmed' : 'Not confirmed'}>
        <time dateTime={at}>{at.slice(0, 10)}</time>
      </Figure>
      {imageBytes !== undefined && <Figure label="Image">{formatBytes(imageBytes)}</Figure>}
      {isSimulated && <Figure label="GPU">Simulated</Figure>}
    </>
  );
}

/** A value above its label. */
function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
