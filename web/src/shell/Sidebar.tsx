import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  BookOpen,
  Activity,
  House,
  Keyboard,
  LogOut,
  Moon,
  RefreshCw,
  Search,
  Sun,
  Table2,
  Terminal,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { signOut } from '../api/client';
import { homeQuery } from '../api/pages';
import { chooseLanguage, languages, useMessages, type Language, type MessageKey } from '../i18n';
import { sessionQuery } from '../routes';
import { keyName } from '../tokens/platform';
import { chooseTheme, currentTheme } from '../tokens/theme';
import { Logo } from './Logo';
import styles from './sidebar.module.css';

export function useTheme() {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    const onTheme = () => setTheme(currentTheme());
    window.addEventListener('tarn:theme', onTheme);
    return () => window.removeEventListener('tarn:theme', onTheme);
  }, []);
  return theme;
}

type PagePath = '/' | '/sql' | '/catalog' | '/syncs' | '/models' | '/jobs';
type PlainKey = Extract<
  MessageKey,
  'nav.home' | 'nav.sql' | 'nav.catalog' | 'nav.syncs' | 'nav.models' | 'nav.jobs' | 'nav.move' | 'nav.run'
>;
/** Only pages that work are here. */
const groups: { title?: PlainKey; pages: { to: PagePath; label: PlainKey; Icon: LucideIcon }[] }[] = [
  {
    pages: [
      { to: '/', label: 'nav.home', Icon: House },
      { to: '/sql', label: 'nav.sql', Icon: Terminal },
      { to: '/catalog', label: 'nav.catalog', Icon: Table2 },
    ],
  },
  {
    title: 'nav.move',
    pages: [
      { to: '/syncs', label: 'nav.syncs', Icon: RefreshCw },
      { to: '/models', label: 'nav.models', Icon: Workflow },
    ],
  },
  { title: 'nav.run', pages: [{ to: '/jobs', label: 'nav.jobs', Icon: Activity }] },
];

export function Sidebar({ onFind, onKeys }: { onFind(): void; onKeys(): void }) {
  const { t } = useMessages();
  const { data: session } = useQuery(sessionQuery);
  const { data: home } = useQuery(homeQuery);
  const needed = home?.attention.length ?? 0;
  return (
    <nav className={styles.side} aria-label={t('app.main')}>
      <div className={styles.brand}>
        <Logo />
        <span>Tarn</span>
        <span className={`${styles.project} cut`} dir="auto" title={session?.project}>
          {session?.project}
        </span>
      </div>
      <button type="button" className={styles.find} onClick={onFind}>
        <Search size={15} aria-hidden="true" />
        <span className="cut">{t('palette.title')}</span>
        <span className="kbd" aria-hidden="true">
          {keyName('mod', 'K')}
        </span>
      </button>
      {groups.map(({ title, pages }) => (
        <div key={pages[0]!.to}>
          {title && <h2 className={styles.group}>{t(title)}</h2>}
          <ul>
            {pages.map(({ to, label, Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  className={styles.link}
                  activeProps={{ 'aria-current': 'page' }}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                >
                  <Icon size={16} aria-hidden="true" />
                  {t(label)}
                  {to === '/' && needed > 0 && (
                    <span className={styles.badge} aria-label={t('home.verdict.attention', { n: needed })}>
                      {needed}
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <Account onKeys={onKeys} />
    </nav>
  );
}

function Account({ onKeys }: { onKeys(): void }) {
  const { t, language } = useMessages();
  const { data: session } = useQuery(sessionQuery);
  const theme = useTheme();
  const name = session?.displayName ?? session?.user ?? '';
  const initials = name
    .split(/[\s._:@-]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map(part => [...part][0]!.toUpperCase())
    .join('');
  const other = theme === 'dark' ? 'light' : 'dark';

  const leave = async () => {
    await signOut().catch(() => {});
    location.assign('/login');
  };
  return (
    <div className={styles.foot} role="group" aria-label={t('app.account', { user: name })}>
      <div className={styles.tools}>
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
        <span className="grow" />
        <Link to="/docs" className="iconbtn" aria-label={t('palette.doc')} title={t('palette.doc')}>
          <BookOpen size={16} aria-hidden="true" />
        </Link>
        <button type="button" className="iconbtn" aria-label={t('palette.keys')} title={t('palette.keys')} onClick={onKeys}>
          <Keyboard size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="iconbtn"
          data-theme-toggle
          aria-label={t(`app.theme.${other}`)}
          title={t(`app.theme.${other}`)}
          onClick={() => chooseTheme(other)}
        >
          {theme === 'dark' ? <Sun size={16} aria-hidden="true" /> : <Moon size={16} aria-hidden="true" />}
        </button>
      </div>
      <div className={styles.person}>
        <span className={styles.avatar} aria-hidden="true">
          {initials}
        </span>
        <span className="t2 cut" dir="auto" title={name}>
          {name}
        </span>
        <span className="grow" />
        <button type="button" className="iconbtn" aria-label={t('app.signOut')} title={t('app.signOut')} onClick={() => void leave()}>
          <LogOut size={16} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}
