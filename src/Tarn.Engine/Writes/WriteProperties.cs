using System.Collections.Immutable;
using System.Globalization;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;

namespace Tarn.Engine.Writes;

/// <summary>The table properties that writing obeys, under the reference implementation's names.</summary>
public sealed record WriteProperties
{
    const long DefaultTargetFileBytes = 512L * 1024 * 1024;
    const int DefaultMaxInferredColumns = 100;

    public required DataLocations Locations { get; init; }

    public required string Codec { get; init; }

    /// <summary>Null for the codec's own; zstd has 1, which measured smaller and cheaper here than the executor's default of 3.</summary>
    public int? CodecLevel { get; init; }

    public required long TargetFileBytes { get; init; }

    public required ImmutableDictionary<int, MetricsMode> Metrics { get; init; }

    /// <exception cref="EngineException">A property has a value that means nothing.</exception>
    public static WriteProperties Of(TableMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var properties = metadata.Properties;
        var codec = CodecOf(properties.GetValueOrDefault("write.parquet.compression-codec", "zstd"));
        return new WriteProperties
        {
            Locations = DataLocations.Of(metadata),
            Codec = codec,
            CodecLevel = codec == "zstd" ? (int)Number(properties, "write.parquet.compression-level", 1) : null,
            TargetFileBytes = Number(properties, "write.target-file-size-bytes", DefaultTargetFileBytes),
            Metrics = MetricsOf(metadata.Schema, properties),
        };
    }

    static string CodecOf(string name) => name.ToLowerInvariant() switch
    {
        "zstd" => "zstd",
        "snappy" => "snappy",
        "gzip" => "gzip",
        "lz4" or "lz4_raw" => "lz4_raw",
        "brotli" => "brotli",
        "uncompressed" or "none" => "uncompressed",
        _ => throw new EngineException(EngineErrorKind.InvalidInput, $"The table property write.parquet.compression-codec is '{name}': expected zstd, snappy, gzip, lz4, brotli or uncompressed."),
    };

    static long Number(ImmutableSortedDictionary<string, string> properties, string name, long otherwise)
    {
        if (!properties.TryGetValue(name, out var text)) return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new EngineException(EngineErrorKind.InvalidInput, $"The table property {name} is '{text}': expected a number above 0.");
    }

    static ImmutableDictionary<int, MetricsMode> MetricsOf(Schema schema, ImmutableSortedDictionary<string, string> properties)
    {
        const string Column = "write.metadata.metrics.column.";
        var fallback = properties.TryGetValue("write.metadata.metrics.default", out var text) ? MetricsMode.Parse(text) : (MetricsMode?)null;
        var left = Number(properties, "write.metadata.metrics.max-inferred-column-defaults", DefaultMaxInferredColumns);
        var modes = ImmutableDictionary.CreateBuilder<int, MetricsMode>();
        foreach (var field in schema.AllFields.Where(f => !f.Type.IsNested))
            modes[field.Id] = properties.TryGetValue(Column + schema.FindName(field.Id), out var own) ? MetricsMode.Parse(own)
                : fallback ?? (left-- > 0 ? MetricsMode.Default : MetricsMode.None);
        return modes.ToImmutable();
    }
}
