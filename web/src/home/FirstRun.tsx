import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleDot } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Home } from '../api/types';
import { useMessages } from '../i18n';
import { CommandLine } from '../shell/CommandLine';
import styles from './home.module.css';

/** A new installation: connect, look, build. The first step that is not done is open. */
export function FirstRun({ steps }: { steps: Home['steps'] }) {
  const { t } = useMessages();
  const list: { done: boolean; title: string; text: string; command: string; more?: ReactNode }[] = [
    {
      done: steps.tables,
      title: t('home.first.connect'),
      text: t('home.first.connectText'),
      command: steps.sources ? 'tarn sync' : 'tarn init shop --example shop',
    },
    {
      done: steps.queried,
      title: t('home.first.look'),
      text: t('home.first.lookText'),
      command: 'tarn sql "select 1"',
      more: (
        <Link className="btn" to="/sql">
          {t('app.toSql')}
        </Link>
      ),
    },
    { done: steps.models, title: t('home.first.build'), text: t('home.first.buildText'), command: 'tarn dbt build' },
  ];
  const open = list.findIndex(step => !step.done);
  return (
    <section className={styles.first} data-answer aria-label={t('home.first.title')}>
      <h2>{t('home.first.title')}</h2>
      <p className="t2">{t('home.first.lead')}</p>
      <ol>
        {list.map((step, index) => {
          const Icon = step.done ? CircleCheck : CircleDot;
          return (
            <li key={step.title} className="card" data-done={step.done} aria-current={index === open ? 'step' : undefined}>
              <Icon size={18} aria-hidden="true" className={step.done ? styles.ok : 't3'} />
              <div>
                <h3>
                  {index + 1}. {step.title}
                  {step.done && <span className="vh"> {t('home.first.done')}</span>}
                </h3>
                {index === open && (
                  <>
                    <p className="t2">{step.text}</p>
                    <p>
                      <CommandLine text={step.command} />
                    </p>
                    {step.more}
                  </>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
