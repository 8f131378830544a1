import { useStatement } from '../catalog/useStatement';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import styles from './profile.module.css';

/** What Tarn and the executor would do: EXPLAIN of the statement, which is not run for it. */
export function PlanView({ text }: { text: string }) {
  const { t } = useMessages();
  const { answer, again } = useStatement(`explain ${text}`, 10_000);
  if (answer?.problem) return <ProblemBox problem={answer.problem} onRetry={again} compact />;
  if (!answer || answer.phase === 'running' || !answer.rows) return <p className={styles.note}>{t('app.loading')}</p>;
  const rows = answer.rows,
    lines: [string, string][] = Array.from({ length: answer.rowCount }, (_, row) => [rows.text(row, 0) ?? '', rows.text(row, 1) ?? '']);
  return (
    <div className={styles.profile} tabIndex={0} role="group" aria-label={t('sql.tab.plan')}>
      <table className="t">
        <tbody>
          {lines
            .filter(([item]) => item !== 'plan')
            .map(([item, detail], index) => (
              <tr key={index}>
                <th scope="row">{item}</th>
                <td className="mono" dir="auto">
                  {detail}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <pre className={styles.plan}>
        {lines
          .filter(([item]) => item === 'plan')
          .map(([, detail]) => detail)
          .join('\n')}
      </pre>
    </div>
  );
}
