namespace Tarn.Iceberg.Catalogs;

/// <summary>A name, and the file that holds the present metadata of what it stands for. Such a file never changes: the same location is the same metadata.</summary>
public sealed record CatalogPointer(TableIdentifier Identifier, bool IsView, string MetadataLocation);
