import { Link } from '@tanstack/react-router';
import { useMessages } from '../i18n';

export function NotFoundPage() {
  const { t } = useMessages();
  return (
    <main id="main" className="centered">
      <h1>404</h1>
      <p>{t('app.notFound')}</p>
      <Link className="btn" to="/sql">
        {t('app.toSql')}
      </Link>
    </main>
  );
}
