using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Catalogs;

/// <summary>A table as it was when it was loaded, with the catalog and store that it lives in. Changes give a new value.</summary>
public sealed record Table(TableIdentifier Identifier, TableMetadata Metadata, string MetadataLocation, ICatalog Catalog, IObjectStore Store)
{
    public string Location => Metadata.Location;

    public Schema Schema => Metadata.Schema;

    public PartitionSpec Spec => Metadata.Spec;

    public SortOrder SortOrder => Metadata.SortOrder;

    public Snapshot? CurrentSnapshot => Metadata.CurrentSnapshot;

    /// <summary>The table as it is now.</summary>
    public Task<Table> RefreshAsync(CancellationToken cancellationToken) => Catalog.LoadTableAsync(Identifier, cancellationToken);

    public override string ToString() => Identifier.ToString();
}
