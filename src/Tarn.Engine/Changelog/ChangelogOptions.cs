using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Engine.Changelog;

/// <summary>Which changes are asked for, and in which form: <c>t.changes WITH ('start-snapshot-id' = '…')</c>. The first four keys are Spark's.</summary>
internal sealed record ChangelogOptions
{
    const string StartSnapshot = "start-snapshot-id";
    const string EndSnapshot = "end-snapshot-id";
    const string StartTime = "start-timestamp";
    const string EndTime = "end-timestamp";
    const string Carryovers = "remove-carryovers";
    const string Net = "net-changes";
    const string Updates = "compute-updates";
    const string Identifiers = "identifier-columns";

    static readonly ImmutableArray<string> Known = [StartSnapshot, EndSnapshot, StartTime, EndTime, Carryovers, Net, Updates, Identifiers];

    public static ChangelogOptions None { get; } = new();

    /// <summary>Changes after this snapshot; null for the oldest that are known.</summary>
    public long? StartSnapshotId { get; init; }

    /// <summary>Changes up to this snapshot and with it; null for the current one.</summary>
    public long? EndSnapshotId { get; init; }

    /// <summary>Changes from this instant on, in milliseconds since 1970.</summary>
    public long? StartTimestampMs { get; init; }

    /// <summary>Changes up to this instant and with it.</summary>
    public long? EndTimestampMs { get; init; }

    /// <summary>Leave out rows that a commit deleted and inserted alike: those that copy-on-write carried over into a new file.</summary>
    public bool RemoveCarryovers { get; init; }

    /// <summary>Leave out also what later commits of the range undid.</summary>
    public bool NetChanges { get; init; }

    /// <summary>Name a deleted and an inserted row of one commit and one identity an update. Null: where identifier columns are given.</summary>
    public bool? ComputeUpdates { get; init; }

    /// <summary>The columns that identify a row; default for the table's identifier fields.</summary>
    public ImmutableArray<string> IdentifierColumns { get; init; }

    public bool ComputesUpdates => ComputeUpdates ?? !IdentifierColumns.IsDefault;

    /// <exception cref="EngineException">A key is not known, or a value is none of its kind.</exception>
    public static ChangelogOptions Parse(IReadOnlyDictionary<string, string> given)
    {
        var values = given.ToDictionary(g => g.Key.ToLowerInvariant(), g => g.Value);
        if (values.Keys.FirstOrDefault(k => !Known.Contains(k)) is { } unknown)
            throw new EngineException(EngineErrorKind.InvalidInput, $"Changes have no option '{unknown}': they take {string.Join(", ", Known)}.");
        var options = new ChangelogOptions
        {
            StartSnapshotId = Number(values, StartSnapshot),
            EndSnapshotId = Number(values, EndSnapshot),
            StartTimestampMs = Number(values, StartTime),
            EndTimestampMs = Number(values, EndTime),
            RemoveCarryovers = Truth(values, Carryovers) ?? false,
            NetChanges = Truth(values, Net) ?? false,
            ComputeUpdates = Truth(values, Updates),
            IdentifierColumns = values.TryGetValue(Identifiers, out var columns) ? [.. columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : default,
        };
        return options.Checked();
    }

    /// <summary>These options, if they go together.</summary>
    public ChangelogOptions Checked()
    {
        if (StartSnapshotId is not null && StartTimestampMs is not null) throw new EngineException(EngineErrorKind.InvalidInput, $"Cannot set both {StartSnapshot} and {StartTime} for changelogs.");
        if (EndSnapshotId is not null && EndTimestampMs is not null) throw new EngineException(EngineErrorKind.InvalidInput, $"Cannot set both {EndSnapshot} and {EndTime} for changelogs.");
        if (StartTimestampMs >= EndTimestampMs) throw new EngineException(EngineErrorKind.InvalidInput, $"Cannot set {StartTime} to be greater than {EndTime} for changelogs.");
        return NetChanges && ComputesUpdates ? throw new EngineException(EngineErrorKind.InvalidInput, "Net changes have no updates: ask for one of the two.") : this;
    }

    static long? Number(Dictionary<string, string> values, string key)
    {
        if (!values.TryGetValue(key, out var text)) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new EngineException(EngineErrorKind.InvalidInput, $"{key} is '{text}': it takes a whole number{(key.EndsWith("timestamp", StringComparison.Ordinal) ? ", in milliseconds since 1970" : "")}.");
    }

    static bool? Truth(Dictionary<string, string> values, string key)
    {
        if (!values.TryGetValue(key, out var text)) return null;
        return bool.TryParse(text, out var truth) ? truth : throw new EngineException(EngineErrorKind.InvalidInput, $"{key} is '{text}': it takes true or false.");
    }
}
