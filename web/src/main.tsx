import '@fontsource-variable/inter/index.css';
import './tokens/tokens.css';
import './tokens/base.css';
import './tokens/parts.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/problem';
import { startLanguage } from './i18n';
import { makeRouter } from './routes';
import { startTheme } from './tokens/theme';

startTheme();
await startLanguage();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && error instanceof Problem && error.body.retryable === true,
      refetchOnWindowFocus: false,
    },
  },
});
const router = makeRouter(client);

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
