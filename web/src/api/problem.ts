import type { ProblemBody } from './types';

/** How browsers and the bundler say that a part of the program, loaded when its page is opened, did not arrive: no connection, or another version by now. */
const partMissing = /dynamically imported module|importing a module script failed|unable to preload css/i;

/** The one exception of this side: what went wrong, where, why and what to do, as the server said it or as we know it ourselves. */
export class Problem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = 'Problem';
  }

  get kind() {
    return this.body.kind;
  }

  static async from(response: Response): Promise<Problem> {
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    if (type.includes('json')) {
      try {
        const body = JSON.parse(text) as Partial<ProblemBody>;
        if (typeof body.kind === 'string')
          return new Problem({ title: body.kind, actions: [], ...body, kind: body.kind, status: response.status });
      } catch {
        /* not the object that it claims to be: say what came, below */
      }
    }
    return new Problem({
      kind: 'badAnswer',
      title: 'Unreadable answer',
      status: response.status,
      detail: `${response.status} ${response.statusText} ${text.slice(0, 300)}`.trim(),
      cause: { object: new URL(response.url).pathname },
      retryable: response.status >= 500,
    });
  }

  static offline(path: string, cause: unknown): Problem {
    return new Problem({
      kind: 'offline',
      title: 'Server unreachable',
      detail: cause instanceof Error ? cause.message : String(cause),
      cause: { object: path },
      retryable: true,
    });
  }

  /** Anything thrown, as a problem: our own bugs included, with their words kept. */
  static of(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof Error && partMissing.test(error.message))
      return new Problem({ kind: 'notLoaded', title: 'The page could not be loaded', detail: error.message, retryable: false });
    return new Problem({
      kind: 'page',
      title: 'Error in this page',
      detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      retryable: false,
    });
  }
}
