using System.Globalization;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Views;
using Tarn.Security.Roles;

namespace Tarn.Server.Catalog;

/// <summary>A table or view as the catalog has it now.</summary>
/// <param name="Identifier">Its name.</param>
/// <param name="Metadata">A table's metadata; null for a view, and where it cannot be read (the name is still shown).</param>
/// <param name="View">A view's metadata.</param>
/// <param name="IsView">Which of them it is.</param>
sealed record KnownTable(TableIdentifier Identifier, TableMetadata? Metadata, ViewMetadata? View, bool IsView)
{
    public string Kind => IsView ? "view" : "table";

    public Schema? Schema => Metadata?.Schema ?? View?.Schema;

    public Snapshot? Snapshot => Metadata?.CurrentSnapshot;

    public string? SnapshotId => Snapshot?.SnapshotId.ToString(CultureInfo.InvariantCulture);

    /// <summary>A property of the table or view.</summary>
    public string? Property(string name) => Metadata?.Property(name) ?? View?.Properties.GetValueOrDefault(name);

    /// <summary>What an authorizer is asked about.</summary>
    public SecuredObject Secured => new SecuredObject.Table(Identifier.Namespace.Levels, Identifier.Name);

    /// <summary>A number of the current snapshot's summary. Iceberg specification, Appendix F, "Optional Snapshot Summary Fields".</summary>
    public long? Total(string key) =>
        long.TryParse(Snapshot?.Summary.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
