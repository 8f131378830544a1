using System.Collections.Immutable;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Dml;

/// <summary>How a row-level change is carried out: by the statement's options, else by the table's properties.</summary>
/// <remarks>
/// A table that says nothing is changed by copy-on-write and at the serializable level, as by the reference implementation. A v1 table has no delete files, so that it is
/// always changed by copy-on-write.
/// </remarks>
internal sealed record RowChangeSettings(RowChangeMode Mode, IsolationLevel Isolation)
{
    const string ModeOption = "mode";
    const string IsolationOption = "isolation-level";

    /// <exception cref="EngineException">A property or an option has a value that means nothing, or an option is not known.</exception>
    public static RowChangeSettings Of(TableMetadata metadata, RowCommand command, ImmutableSortedDictionary<string, string> options)
    {
        if (options.Keys.FirstOrDefault(k => Canonical(k) is not (ModeOption or IsolationOption)) is { } unknown)
            throw new EngineException(EngineErrorKind.InvalidInput, $"There is no option '{unknown}': OPTIONS takes '{ModeOption}' and '{IsolationOption}'. Nothing was changed.");
        var name = command.ToString().ToLowerInvariant();
        var mode = Read(metadata, options, ModeOption, $"write.{name}.mode", "copy-on-write") switch
        {
            "copy-on-write" => RowChangeMode.CopyOnWrite,
            "merge-on-read" => RowChangeMode.MergeOnRead,
            var other => throw Meaningless($"write.{name}.mode", other, "copy-on-write or merge-on-read"),
        };
        var level = Read(metadata, options, IsolationOption, $"write.{name}.isolation-level", "serializable") switch
        {
            "serializable" => IsolationLevel.Serializable,
            "snapshot" => IsolationLevel.Snapshot,
            var other => throw Meaningless($"write.{name}.isolation-level", other, "serializable or snapshot"),
        };
        return new RowChangeSettings(metadata.FormatVersion < 2 ? RowChangeMode.CopyOnWrite : mode, level);
    }

    static string Read(TableMetadata metadata, ImmutableSortedDictionary<string, string> options, string option, string property, string otherwise)
    {
        var given = options.FirstOrDefault(o => Canonical(o.Key) == option).Value;
        return (given ?? metadata.Properties.GetValueOrDefault(property) ?? otherwise).ToLowerInvariant();
    }

    static string Canonical(string option) => option.ToLowerInvariant().Replace('_', '-');

    static EngineException Meaningless(string name, string value, string expected) =>
        new(EngineErrorKind.InvalidInput, $"{name} is '{value}': expected {expected}. Nothing was changed.");
}
