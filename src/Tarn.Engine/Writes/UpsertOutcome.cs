using Tarn.Iceberg.Catalogs;

namespace Tarn.Engine.Writes;

/// <summary>What an upsert came to.</summary>
/// <param name="Commit">How the commit ended; null where there were no rows and so nothing to commit.</param>
/// <param name="Inserted">Rows whose key was new.</param>
/// <param name="Updated">Rows that replaced one.</param>
/// <param name="FilesRewritten">Data files that held replaced rows.</param>
public sealed record UpsertOutcome(CommitOutcome? Commit, long Inserted, long Updated, int FilesRewritten);
