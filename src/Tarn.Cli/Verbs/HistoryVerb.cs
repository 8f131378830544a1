using System.CommandLine;
using Tarn.Cli.Output;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Metadata;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn history TABLE</c>: its snapshots, newest first, each usable after <c>AT (VERSION => …)</c>.</summary>
static class HistoryVerb
{
    static readonly Argument<string> Name = new("TABLE") { Description = "A table with its namespace." };
    static readonly Option<int> Limit = new("--limit") { Description = "At most so many snapshots.", DefaultValueFactory = _ => 50 };

    static readonly ResultSchema Schema = new(
        ("snapshot", TypeId.BigInt), ("committed", TypeId.TimestampTz), ("operation", TypeId.Varchar), ("added_rows", TypeId.BigInt), ("deleted_rows", TypeId.BigInt),
        ("total_rows", TypeId.BigInt), (RowBoundColumn.Name, TypeId.Varchar), ("total_files", TypeId.BigInt), ("refs", TypeId.Varchar), ("job", TypeId.Varchar));

    public static Command Create() => Verb.Create("history", "Show a table's snapshots.", RunAsync, Name, Limit);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var identifier = TableName.Of(context.Parsed.GetValue(Name)!);
        var metadata = (await project.Catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false)).Metadata;
        var rows = metadata.Snapshots.OrderByDescending(s => s.SequenceNumber).ThenByDescending(s => s.TimestampMs).Take(context.Parsed.GetValue(Limit)).Select(s => Row(metadata, s)).ToList();
        var (schema, shown) = RowBoundColumn.Needed(Schema, rows, context.Json);
        await RowOutput.PrintAsync(schema, shown, context.Json, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    static IReadOnlyList<object?> Row(TableMetadata metadata, Snapshot snapshot)
    {
        var refs = string.Join(", ", metadata.Refs.Where(r => r.Value.SnapshotId == snapshot.SnapshotId).Select(r => r.Key));
        var rows = RowTotal.Of(metadata, snapshot);
        return [snapshot.SnapshotId, snapshot.Timestamp, snapshot.Operation, snapshot.Count("added-records") ?? 0, snapshot.Count("deleted-records") ?? 0,
            rows?.Rows, RowBoundColumn.Of(rows), snapshot.Count("total-data-files"), refs, snapshot.Summary.GetValueOrDefault(SessionChange.JobProperty)];
    }
}
