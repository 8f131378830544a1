/** Holds our types against the server's: a shape that changed there, and not here, does not compile. Ours are narrower only in words (unions of texts). */
import type * as ours from './types';
import type * as wire from './schema';

/** Words become text, and a number that may come as digits is a number: what is left is the shape. */
type Shape<T> = unknown extends T
  ? T
  : [Exclude<T, undefined>] extends [string | number]
    ? number extends T
      ? number
      : string
    : T extends boolean
      ? boolean
      : T extends (infer Item)[]
        ? Shape<Item>[]
        : T extends object
          ? { [Key in keyof T]: Shape<T[Key]> }
          : T;
type Fits<Wire, Ours> = Shape<Wire> extends Shape<Ours> ? true : never;

export const fits: [
  Fits<wire.HomeAnswer, ours.Home>,
  Fits<wire.CatalogAnswer, ours.Catalog>,
  Fits<wire.TableAnswer, ours.TableDetails>,
  Fits<wire.TimelineAnswer, ours.Timeline>,
  Fits<wire.FilesAnswer, ours.TableFiles>,
  Fits<wire.DiffAnswer, ours.TableDiff>,
  Fits<wire.SyncAnswer, ours.Sync>,
  Fits<wire.ResetEffect, ours.ResetEffect>,
  Fits<wire.ModelsAnswer, ours.ModelList>,
  Fits<wire.ModelDetail, ours.ModelDetails>,
  Fits<wire.QueryAnswer, ours.SavedQuery>,
  Fits<wire.ProfileAnswer, ours.Profile>,
  Fits<wire.JobAnswer, ours.Job>,
  Fits<wire.JobsAnswer, ours.JobList>,
  Fits<wire.FoundItem, ours.FoundItem>,
  Fits<wire.SessionAnswer, ours.Session>,
  Fits<wire.CompletionItem, ours.CompletionItem>,
  Fits<wire.DocAnswer, ours.Doc>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];
