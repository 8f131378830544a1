import { catalog } from './catalog';
import { errors } from './errors';
import { home } from './home';
import { jobs } from './jobs';
import { models } from './models';
import { shell } from './shell';
import { sql } from './sql';
import { syncs } from './syncs';

const pages = { catalog, errors, home, jobs, models, shell, sql, syncs };

/** English, the source: keys and arguments of the other languages are checked against it by the compiler and by build/messages.mjs. A file for the messages of each page, the same in each language. */
export const en = { ...catalog, ...errors, ...home, ...jobs, ...models, ...shell, ...sql, ...syncs };

export type Messages = typeof en;
export type Catalogue = Record<keyof Messages, string>;
/** One page's messages in another language. */
export type Translated<Page extends keyof typeof pages> = Record<keyof (typeof pages)[Page], string>;
