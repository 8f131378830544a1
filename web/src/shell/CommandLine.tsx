import { Copy } from 'lucide-react';
import { useMessages } from '../i18n';
import { copyText } from './copyText';

/** A command to be run in a terminal, or a text to be put into a file. */
export function CommandLine({ text }: { text: string }) {
  const { t } = useMessages();
  return (
    <span className="command">
      <code className="mono" dir="ltr">
        {text}
      </code>
      <button
        type="button"
        className="iconbtn"
        aria-label={`${t('app.copy')}: ${text}`}
        title={t('app.copy')}
        onClick={() => void copyText(text)}
      >
        <Copy size={14} aria-hidden="true" />
      </button>
    </span>
  );
}
