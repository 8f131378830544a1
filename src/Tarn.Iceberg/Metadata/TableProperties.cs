using System.Globalization;

namespace Tarn.Iceberg.Metadata;

/// <summary>Table properties that this library reads, by the names that all implementations use.</summary>
public static class TableProperties
{
    /// <summary>Chooses the format version on create, upgrades on set; never kept as a property.</summary>
    public const string FormatVersion = "format-version";

    /// <summary>How many former metadata files the log keeps.</summary>
    public const string MetadataPreviousVersionsMax = "write.metadata.previous-versions-max";
    public const int MetadataPreviousVersionsMaxDefault = 100;

    /// <summary>Whether a commit deletes the metadata files that its log no longer keeps.</summary>
    public const string DeleteMetadataAfterCommit = "write.metadata.delete-after-commit.enabled";

    /// <summary><c>none</c> or <c>gzip</c>.</summary>
    public const string MetadataCompression = "write.metadata.compression-codec";

    /// <summary>Where new metadata files go; <c>metadata</c> below the table's location by default.</summary>
    public const string MetadataPath = "write.metadata.path";

    /// <summary>Where new data files go; <c>data</c> below the table's location by default.</summary>
    public const string DataPath = "write.data.path";

    /// <summary>Properties whose values are locations, those of older writers included.</summary>
    public static IReadOnlyList<string> Paths { get; } = [DataPath, MetadataPath, "write.object-storage.path", "write.folder-storage.path"];

    public const string CommitRetries = "commit.retry.num-retries";

    /// <summary>More than the reference's 4, with shorter waits: a commit that gives up throws written files away, and every try is cheap beside that.</summary>
    public const int CommitRetriesDefault = 100;

    public const string CommitMinRetryWaitMs = "commit.retry.min-wait-ms";
    public const int CommitMinRetryWaitMsDefault = 10;
    public const string CommitMaxRetryWaitMs = "commit.retry.max-wait-ms";
    public const int CommitMaxRetryWaitMsDefault = 1_000;
    public const string CommitTotalRetryTimeMs = "commit.retry.total-timeout-ms";
    public const int CommitTotalRetryTimeMsDefault = 1_800_000;

    /// <summary>How often a commit of unknown outcome is looked for.</summary>
    public const string CommitStatusChecks = "commit.status-check.num-retries";
    public const int CommitStatusChecksDefault = 3;

    /// <summary>Names that describe the metadata itself and are never kept as properties.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        FormatVersion, "uuid", "snapshot-count", "current-snapshot-summary", "current-snapshot-id", "current-snapshot-timestamp-ms",
        "current-schema", "default-partition-spec", "default-sort-order",
    };

    /// <summary>Refuses values that would make every later commit fail, and the one that takes them back.</summary>
    /// <exception cref="IcebergException">A property that commits read is set and no number.</exception>
    public static void Check(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var name in (string[])[MetadataPreviousVersionsMax, CommitRetries, CommitMinRetryWaitMs, CommitMaxRetryWaitMs, CommitTotalRetryTimeMs, CommitStatusChecks])
            _ = Int(properties, name, 0);
    }

    /// <summary>A property as a number, or its default.</summary>
    /// <exception cref="IcebergException">It is set and no number.</exception>
    public static int Int(IReadOnlyDictionary<string, string> properties, string name, int defaultValue)
    {
        if (!properties.TryGetValue(name, out var text)) return defaultValue;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw IcebergException.Invalid($"Table property {name} is '{text}', not a number");
    }
}
