import type { AnyRoute, AnyRouter } from '@tanstack/react-router';

const quietMs = 2_000;

/** Calls when the page has had nothing to do for a while; the answer takes it back. */
export function whenIdle(action: () => void): () => void {
  let idle = 0;
  const timer = window.setTimeout(() => {
    if ('requestIdleCallback' in window) idle = window.requestIdleCallback(action);
    else action();
  }, quietMs);
  return () => {
    window.clearTimeout(timer);
    if (idle) window.cancelIdleCallback(idle);
  };
}

/** The code of the other pages, so that opening one waits for its data alone, and works while the server is away. Not for who saves data. */
export async function loadPages(router: AnyRouter) {
  if ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return;
  for (const route of Object.values(router.routesById) as AnyRoute[]) {
    const page = route.options.component as { preload?: () => Promise<unknown> } | undefined;
    // One that does not come is asked for again when it is opened, and says then what is wrong.
    await page?.preload?.().catch(() => {});
  }
}
