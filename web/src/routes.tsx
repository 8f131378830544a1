import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { loadSession, whenSignedOut } from './api/client';
import { Problem } from './api/problem';
import { parseSearch, stringifySearch } from './shell/address';
import { NotFoundPage } from './shell/NotFoundPage';
import { ProblemBox } from './shell/ProblemBox';
import { Shell } from './shell/Shell';
import { jobsSearch } from './jobs/search';
import { sqlSearch } from './sql/search';

interface Context {
  client: QueryClient;
}

export const sessionQuery = { queryKey: ['session'], queryFn: loadSession, staleTime: Infinity, retry: false };

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: PageError,
});

export const loginRoute = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === 'string' && /^\/(?![/\\])/.test(search.to) ? { to: search.to } : {},
  component: lazyRouteComponent(() => import('./login/LoginPage'), 'LoginPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.client.ensureQueryData(sessionQuery) };
    } catch (error) {
      if (error instanceof Problem && error.kind === 'unauthenticated')
        throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } });
      throw error;
    }
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/sql', replace: true });
  },
});

export const sqlRoute = createRoute({
  getParentRoute: () => shell,
  path: '/sql',
  validateSearch: sqlSearch,
  component: lazyRouteComponent(() => import('./sql/SqlPage'), 'SqlPage'),
});

export const jobsRoute = createRoute({
  getParentRoute: () => shell,
  path: '/jobs',
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import('./jobs/JobsPage'), 'JobsPage'),
});

export const jobRoute = createRoute({ getParentRoute: () => jobsRoute, path: '$job' });

const tree = root.addChildren([loginRoute, shell.addChildren([home, sqlRoute, jobsRoute.addChildren([jobRoute])])]);

function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <main id="main">
      <ProblemBox problem={Problem.of(error)} onRetry={reset} />
    </main>
  );
}

export function makeRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: false,
    defaultErrorComponent: PageError,
  });
  whenSignedOut(() => {
    const here = router.state.location;
    if (here.pathname === '/login') return;
    client.removeQueries({ queryKey: ['session'] });
    void router.navigate({ to: '/login', search: { to: here.href } });
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
