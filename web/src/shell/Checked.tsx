import { ago, instant } from '../format/counts';
import { useMessages } from '../i18n';

/** How old the page's answer is, on the server's clock. */
export function Checked({ at, now }: { at: string | undefined; now: number }) {
  const { t, language } = useMessages();
  if (!at) return null;
  return (
    <time className="t3 num checked" dateTime={at} title={instant(at, language)}>
      {t('app.checked', { ago: ago(at, language, now) })}
    </time>
  );
}
