using Tarn.Iceberg.Catalogs;

namespace Tarn.Engine.Changelog;

/// <summary>A name that a session gave to changes of a table, as the reference's view procedure does: gone with the session.</summary>
internal sealed record ChangelogView(TableIdentifier Table, ChangelogOptions Options);
