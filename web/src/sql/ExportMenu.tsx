import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { request } from '../api/client';
import { Problem } from '../api/problem';
import { useMessages } from '../i18n';
import { useReachable } from '../shell/OfflineBar';
import styles from './result.module.css';

const formats = ['csv', 'json', 'parquet'] as const;

export function ExportMenu({ text, onProblem }: { text: string; onProblem(problem: Problem | null): void }) {
  const { t } = useMessages();
  const reachable = useReachable(),
    menu = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState<string | null>(null);

  const save = async (format: (typeof formats)[number]) => {
    menu.current?.hidePopover();
    setBusy(format.toUpperCase());
    onProblem(null);
    try {
      const response = await request('/sql/export', { body: { text, format }, accept: '*/*' });
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `result.${format}`;
      download(await response.blob(), name);
    } catch (error) {
      onProblem(Problem.of(error));
    } finally {
      setBusy(null);
    }
  };
  return (
    <div className={styles.export}>
      <button type="button" className="btn quiet" popoverTarget="export-menu" disabled={busy !== null || !reachable}>
        <Download size={14} aria-hidden="true" />
        {busy ? t('sql.exporting', { format: busy }) : t('sql.export')}
      </button>
      <div ref={menu} id="export-menu" popover="auto" className={styles.menu} role="group" aria-label={t('sql.export')}>
        {formats.map(format => (
          <button key={format} type="button" className="btn quiet" onClick={() => void save(format)}>
            {format === 'parquet' ? 'Parquet' : t(format === 'csv' ? 'sql.exportCsv' : 'sql.exportJson')}
          </button>
        ))}
        <p className="t3">{t('sql.exportHint')}</p>
      </div>
    </div>
  );
}

function download(blob: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
