import type { Catalogue } from '../en';
import { catalog } from './catalog';
import { errors } from './errors';
import { home } from './home';
import { jobs } from './jobs';
import { models } from './models';
import { shell } from './shell';
import { sql } from './sql';
import { syncs } from './syncs';

export const fr: Catalogue = { ...catalog, ...errors, ...home, ...jobs, ...models, ...shell, ...sql, ...syncs };
