import { connection } from './connection';
import { Problem } from './problem';
import { heardClock } from '../shell/clock';
import type { Session } from './types';

const base = '/api/ui/v1';
let csrf = '';

/** Told once by the router: what to do when the session has ended. */
let onSignedOut: () => void = () => {};
export function whenSignedOut(action: () => void) {
  onSignedOut = action;
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
  accept?: string;
}

/** One request: adds the anti-forgery header, turns every failure into a `Problem`, and keeps the connection state. */
export async function request(path: string, call: Call = {}): Promise<Response> {
  const method = call.method ?? (call.body === undefined ? 'GET' : 'POST');
  const headers: Record<string, string> = { Accept: call.accept ?? 'application/json, application/problem+json' };
  if (call.body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET') headers['X-Tarn-Csrf'] = csrf;
  let response: Response;
  try {
    response = await fetch(base + path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: call.signal ?? null,
      body: call.body === undefined ? null : JSON.stringify(call.body),
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    connection.sawSilence();
    throw Problem.offline(base + path, error);
  }
  connection.sawAnswer();
  heardClock(response.headers.get('Date'));
  if (response.ok) return response;
  const problem = await Problem.from(response);
  if (problem.kind === 'unauthenticated') onSignedOut();
  throw problem;
}

export async function json<T>(path: string, call: Call = {}): Promise<T> {
  const response = await request(path, call);
  return (await response.json()) as T;
}

export async function loadSession(): Promise<Session> {
  const session = await json<Session>('/session');
  csrf = session.csrf;
  return session;
}

export async function signIn(user: string, password: string): Promise<Session> {
  const session = await json<Session>('/session', { body: { user, password } });
  csrf = session.csrf;
  return session;
}

export async function signOut(): Promise<void> {
  await request('/session', { method: 'DELETE' });
  csrf = '';
}
