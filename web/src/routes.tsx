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
import { catalogSearch, tableSearch } from './catalog/search';
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
  validateSearch: (search: Record<string, unknown>): { to?: string; ended?: string } => ({
    ...(typeof search.to === 'string' && /^\/(?![/\\])/.test(search.to) ? { to: search.to } : {}),
    // A login that was there ended: by a person, by age, or with the server's memory of it.
    ...(search.ended === undefined ? {} : { ended: 'yes' }),
  }),
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
  component: lazyRouteComponent(() => import('./home/HomePage'), 'HomePage'),
});

export const catalogRoute = createRoute({
  getParentRoute: () => shell,
  path: '/catalog',
  validateSearch: catalogSearch,
  component: lazyRouteComponent(() => import('./catalog/CatalogPage'), 'CatalogPage'),
});

const bareTableRoute = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/$ns/$table',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/catalog/$ns/$table/$tab', params: { ...params, tab: 'overview' }, replace: true });
  },
});

export const tableRoute = createRoute({
  getParentRoute: () => shell,
  path: '/catalog/$ns/$table/$tab',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./catalog/TablePage'), 'TablePage'),
});

const syncsRoute = createRoute({
  getParentRoute: () => shell,
  path: '/syncs',
  component: lazyRouteComponent(() => import('./syncs/SyncsPage'), 'SyncsPage'),
});

export const syncRoute = createRoute({
  getParentRoute: () => shell,
  path: '/syncs/$name',
  component: lazyRouteComponent(() => import('./syncs/SyncPage'), 'SyncPage'),
});

export const modelsRoute = createRoute({
  getParentRoute: () => shell,
  path: '/models',
  validateSearch: (search: Record<string, unknown>): { find?: string | undefined } =>
    typeof search.find === 'string' && search.find !== '' ? { find: search.find } : {},
  component: lazyRouteComponent(() => import('./models/ModelsPage'), 'ModelsPage'),
});

export const modelRoute = createRoute({
  getParentRoute: () => shell,
  path: '/models/$id',
  component: lazyRouteComponent(() => import('./models/ModelPage'), 'ModelPage'),
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

const docsRoute = createRoute({
  getParentRoute: () => shell,
  path: '/docs',
  beforeLoad: () => {
    throw redirect({ to: '/docs/$name', params: { name: 'sql-dialect' }, replace: true });
  },
});

export const docRoute = createRoute({
  getParentRoute: () => shell,
  path: '/docs/$name',
  component: lazyRouteComponent(() => import('./docs/DocPage'), 'DocPage'),
});

const tree = root.addChildren([
  loginRoute,
  shell.addChildren([
    home,
    catalogRoute,
    bareTableRoute,
    tableRoute,
    syncsRoute,
    syncRoute,
    modelsRoute,
    modelRoute,
    sqlRoute,
    jobsRoute.addChildren([jobRoute]),
    docsRoute,
    docRoute,
  ]),
]);

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
    void router.navigate({ to: '/login', search: { to: here.href, ended: 'yes' } });
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
