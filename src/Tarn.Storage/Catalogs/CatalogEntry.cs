using Tarn.Iceberg.Catalogs;

namespace Tarn.Storage.Catalogs;

/// <summary>A table or view as the catalog knows it: a name and the file that holds its present metadata.</summary>
sealed record CatalogEntry(TableIdentifier Identifier, EntryKind Kind, string MetadataLocation);
