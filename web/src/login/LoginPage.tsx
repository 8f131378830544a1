import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { signIn } from '../api/client';
import { Problem } from '../api/problem';
import { chooseLanguage, languages, useMessages, type Language } from '../i18n';
import { loginRoute, sessionQuery } from '../routes';
import { Logo } from '../shell/Logo';
import { usePageTitle } from '../shell/usePageTitle';
import { ProblemBox } from '../shell/ProblemBox';
import styles from './login.module.css';

export function LoginPage() {
  const { t, language } = useMessages();
  const { to, ended } = loginRoute.useSearch();
  const client = useQueryClient(),
    navigate = useNavigate(),
    router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null),
    [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  usePageTitle(t('login.title'));

  const submit = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      const session = await signIn(String(form.get('user')).trim(), String(form.get('password')));
      client.setQueryData(sessionQuery.queryKey, session);
      if (to) router.history.push(to);
      else await navigate({ to: '/sql' });
    } catch (error) {
      setProblem(Problem.of(error));
      password.current?.select();
    } finally {
      setBusy(false);
    }
  };
  return (
    <main id="main" className={styles.page}>
      <form className={styles.card} onSubmit={event => void submit(event)} data-answer>
        <div className={styles.brand}>
          <Logo size={32} />
          <span>Tarn</span>
        </div>
        <h1 className={styles.title}>{t('login.title')}</h1>
        {ended && (
          <p className="t2" role="status">
            {t('login.ended')}
          </p>
        )}
        <label htmlFor="user">{t('login.user')}</label>
        <input
          id="user"
          name="user"
          required
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={problem?.kind === 'loginFailed'}
        />
        <label htmlFor="password">{t('login.password')}</label>
        <input
          id="password"
          name="password"
          type="password"
          required
          autoComplete="current-password"
          ref={password}
          aria-invalid={problem?.kind === 'loginFailed'}
        />
        {problem && <ProblemBox problem={problem} compact />}
        <button className="btn primary" disabled={busy}>
          {busy ? t('login.busy') : t('login.submit')}
        </button>
        <p className="t3">{t('login.lead')}</p>
      </form>
      <div className={styles.language}>
        <label className="vh" htmlFor="language">
          {t('app.language')}
        </label>
        <select id="language" className="select" value={language} onChange={event => void chooseLanguage(event.target.value as Language)}>
          {Object.entries(languages).map(([code, label]) => (
            <option key={code} value={code} lang={code}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </main>
  );
}
