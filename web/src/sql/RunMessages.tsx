import { Link } from '@tanstack/react-router';
import type { Answer } from '../frames/answer';
import { bytes, duration, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import styles from './result.module.css';

interface Props {
  answer: Answer;
  onSql(text: string): void;
  onPosition(offset: number): void;
  onRetry(): void;
}

/** What the server said about the statement: outcome, time by phase, what was read. */
export function RunMessages({ answer, onSql, onPosition, onRetry }: Props) {
  const { t, language } = useMessages();
  const { ms, files, problem } = answer;
  const phases: [string, number | undefined][] = [
    [t('sql.messages.queue'), ms?.queue],
    [t('sql.messages.plan'), ms?.plan],
    [t('sql.messages.exec'), ms?.exec],
    [t('sql.messages.total'), answer.totalMs],
  ];
  return (
    <div className={styles.messages} tabIndex={0} role="group" aria-label={t('sql.tab.messages')}>
      {problem && <ProblemBox problem={problem} onSql={onSql} onPosition={onPosition} onRetry={onRetry} compact />}
      {answer.phase === 'cancelled' && <p>{t('sql.cancelled')}</p>}
      {answer.phase === 'done' && (
        <p>
          {answer.message ??
            (answer.rows
              ? t('sql.rows', { n: answer.rowCount })
              : answer.rowsAffected === undefined
                ? t('sql.done')
                : t('sql.rowsAffected', { n: Number(answer.rowsAffected) }))}
        </p>
      )}
      <table className={styles.facts}>
        <thead>
          <tr>
            <th scope="col">{t('sql.messages.phase')}</th>
            <th scope="col">{t('sql.messages.time')}</th>
          </tr>
        </thead>
        <tbody>
          {phases.map(
            ([label, time]) =>
              time !== undefined && (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td className="num">{duration(time, language)}</td>
                </tr>
              ),
          )}
          {files && (
            <tr>
              <th scope="row">{t('sql.messages.files')}</th>
              <td className="num">
                {t('sql.messages.ofFiles', { read: integer(files.read, language), total: integer(files.total, language) })}
              </td>
            </tr>
          )}
          {answer.bytes && (
            <tr>
              <th scope="row">{t('sql.messages.bytes')}</th>
              <td className="num">
                {answer.bytes.total === undefined
                  ? bytes(answer.bytes.scanned, language)
                  : t('sql.messages.ofFiles', { read: bytes(answer.bytes.scanned, language), total: bytes(answer.bytes.total, language) })}
              </td>
            </tr>
          )}
          <tr>
            <th scope="row">{t('sql.messages.job')}</th>
            <td>
              <Link className={styles.link} to="/jobs/$job" params={{ job: answer.job }}>
                {answer.job}
              </Link>
            </td>
          </tr>
        </tbody>
      </table>
      <h3>{t('sql.messages.statement')}</h3>
      <pre className={styles.statement} dir="auto">
        {answer.text}
      </pre>
    </div>
  );
}
