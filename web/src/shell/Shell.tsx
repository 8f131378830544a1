import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Menu } from 'lucide-react';
import { connection } from '../api/connection';
import { listen } from '../api/events';
import { useMessages } from '../i18n';
import { KeysDialog } from './KeysDialog';
import { Logo } from './Logo';
import { Palette } from './Palette';
import { loadPages, whenIdle } from './loadPages';
import { OfflineBar } from './OfflineBar';
import { ProgressLine } from './ProgressLine';
import { Sidebar } from './Sidebar';
import { useShellKeys } from './shellKeys';
import styles from './shell.module.css';

/** The frame around every page: navigation, palette, keys, connection state. */
export function Shell() {
  const { t } = useMessages();
  const client = useQueryClient(),
    navigate = useNavigate(),
    router = useRouter(),
    { pathname } = useLocation();
  const [overlay, setOverlay] = useState<'palette' | 'actions' | 'keys' | null>(null);
  const drawer = useRef<HTMLDialogElement>(null);

  useEffect(() => listen(client), [client]);
  useEffect(() => {
    let was = connection.reachable;
    return connection.subscribe(() => {
      // What failed for want of a server is asked for again once there is one.
      if (connection.reachable && !was) void client.refetchQueries({ type: 'active', predicate: query => query.state.status === 'error' });
      was = connection.reachable;
    });
  }, [client]);
  useEffect(() => whenIdle(() => void loadPages(router)), [router]);
  useEffect(() => drawer.current?.close(), [pathname]);
  useShellKeys({
    palette: () => setOverlay('palette'),
    actions: () => setOverlay('actions'),
    refresh: () => void client.invalidateQueries({ refetchType: 'active' }),
    keys: () => setOverlay('keys'),
    go: page => void navigate({ to: page }),
  });

  const sidebar = (
    <Sidebar
      onFind={() => {
        drawer.current?.close();
        setOverlay('palette');
      }}
      onKeys={() => {
        drawer.current?.close();
        setOverlay('keys');
      }}
    />
  );
  return (
    <div className={styles.frame}>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <OfflineBar />
      <header className={styles.narrow}>
        <button type="button" className="iconbtn" aria-label={t('app.menu')} onClick={() => drawer.current?.showModal()}>
          <Menu size={18} aria-hidden="true" />
        </button>
        <Logo />
        <b>Tarn</b>
      </header>
      <div className={styles.shell}>
        <div className={styles.side}>{sidebar}</div>
        <div className={styles.page} data-page>
          <ProgressLine />
          <Outlet />
        </div>
      </div>
      <dialog
        ref={drawer}
        className={styles.drawer}
        aria-label={t('app.menu')}
        onClick={event => {
          if (event.target === event.currentTarget) event.currentTarget.close();
        }}
      >
        {sidebar}
      </dialog>
      {(overlay === 'palette' || overlay === 'actions') && (
        <Palette onlyPage={overlay === 'actions'} onClose={() => setOverlay(null)} onKeys={() => setOverlay('keys')} />
      )}
      {overlay === 'keys' && <KeysDialog onClose={() => setOverlay(null)} />}
    </div>
  );
}
