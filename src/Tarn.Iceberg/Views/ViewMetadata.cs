using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Views;

/// <summary>All that a view's metadata file says. Immutable. View spec: "View Metadata".</summary>
public sealed record ViewMetadata
{
    public const int MaxFormatVersion = 1;

    public int FormatVersion { get; init; } = 1;

    public required Guid ViewUuid { get; init; }

    public required string Location { get; init; }

    public required ImmutableArray<Schema> Schemas { get; init; }

    public required int CurrentVersionId { get; init; }

    public required ImmutableArray<ViewVersion> Versions { get; init; }

    public required ImmutableArray<ViewVersionLogEntry> VersionLog { get; init; }

    public ImmutableSortedDictionary<string, string> Properties { get; init; } = StringMaps.Empty;

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    public ViewVersion CurrentVersion =>
        VersionById(CurrentVersionId) ?? throw IcebergException.Corrupt($"Cannot find current version {CurrentVersionId} in view versions");

    /// <summary>The schema of the current version.</summary>
    public Schema Schema => SchemaById(CurrentVersion.SchemaId)
        ?? throw IcebergException.Corrupt($"Cannot find the schema {CurrentVersion.SchemaId} of view version {CurrentVersionId}");

    public ViewVersion? VersionById(int versionId) => Versions.FirstOrDefault(version => version.VersionId == versionId);

    public Schema? SchemaById(int schemaId) => Schemas.FirstOrDefault(schema => schema.SchemaId == schemaId);

    public byte[] ToJsonBytes() => JsonText.ToBytes(writer => ViewMetadataJson.Write(writer, this));

    /// <exception cref="IcebergException">It is no valid view metadata, or of a version that this library does not know.</exception>
    public static ViewMetadata FromJsonBytes(ReadOnlyMemory<byte> content, string source = "view metadata") =>
        ViewMetadataJson.Parse(Metadata.MetadataCompression.Unpack(content, source), source);
}

/// <summary>One definition of a view. View spec: "Versions".</summary>
public sealed record ViewVersion(int VersionId, int SchemaId, long TimestampMs, ImmutableArray<ViewRepresentation> Representations)
{
    public ImmutableSortedDictionary<string, string> Summary { get; init; } = StringMaps.Empty;

    /// <summary>The catalog of table names that name none; null for the view's own.</summary>
    public string? DefaultCatalog { get; init; }

    /// <summary>The namespace of table names that name none.</summary>
    public Namespace DefaultNamespace { get; init; } = Namespace.Root;

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    /// <summary>The definition in a dialect, whatever its letters' case; null where there is none.</summary>
    public ViewRepresentation? SqlFor(string dialect) =>
        Representations.FirstOrDefault(item => item.IsSql && string.Equals(item.Dialect, dialect, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A view's definition in one language. View spec: "Representations"; types other than <c>sql</c> are kept.</summary>
public sealed record ViewRepresentation(string Type, string? Sql, string? Dialect)
{
    public bool IsSql => string.Equals(Type, "sql", StringComparison.OrdinalIgnoreCase);

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    public static ViewRepresentation OfSql(string sql, string dialect) => new("sql", sql, dialect);
}

/// <summary>When a version became the current one. View spec: "Version log".</summary>
public sealed record ViewVersionLogEntry(long TimestampMs, int VersionId);
