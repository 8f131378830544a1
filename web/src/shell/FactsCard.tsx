import type { ReactNode } from 'react';

/** Facts of one thing, each with its name; what has no value is left out. */
export function FactsCard({ title, facts }: { title: string; facts: [string, ReactNode][] }) {
  return (
    <section className="card">
      <header>
        <h2>{title}</h2>
      </header>
      <dl className="facts">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd className="num" dir="auto">
                  {value}
                </dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
