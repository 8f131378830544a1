import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Menu } from 'lucide-react';
import { listen } from '../api/events';
import { useMessages } from '../i18n';
import { KeysDialog } from './KeysDialog';
import { Logo } from './Logo';
import { Palette } from './Palette';
import { OfflineBar } from './OfflineBar';
import { Sidebar } from './Sidebar';
import { useShellKeys } from './shellKeys';
import styles from './shell.module.css';

/** The frame around every page: navigation, palette, keys, connection state. */
export function Shell() {
  const { t } = useMessages();
  const client = useQueryClient(),
    navigate = useNavigate(),
    { pathname } = useLocation();
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);
  const drawer = useRef<HTMLDialogElement>(null);

  useEffect(() => listen(client), [client]);
  useEffect(() => drawer.current?.close(), [pathname]);
  useShellKeys({
    palette: () => setOverlay('palette'),
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
        <div className={styles.page}>
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
      {overlay === 'palette' && <Palette onClose={() => setOverlay(null)} onKeys={() => setOverlay('keys')} />}
      {overlay === 'keys' && <KeysDialog onClose={() => setOverlay(null)} />}
    </div>
  );
}
