using System.Collections.Immutable;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Tests.Scans.Foreign;

/// <summary>Random changes of a <see cref="ForeignTable"/>, and questions about each of its states whose answers are known.</summary>
sealed class ForeignTableRun(TestLakehouse lakehouse, int seed)
{
    readonly Random _random = new(seed);
    readonly string?[] _cats = ["a", "b", "c", null];
    int _rows;

    public ForeignTable Table { get; private set; } = null!;

    public async Task RunAsync(int steps)
    {
        Table = new ForeignTable(lakehouse, _random);
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t (id int, cat varchar, val int){(_random.Next(2) == 0 ? " partitioned by (cat)" : "")} tblproperties ('format-version' = '{1 + (seed % 3)}')");
        for (var step = 0; step < steps; step++) await StepAsync(step);
    }

    async Task StepAsync(int step)
    {
        var table = await Table.LoadAsync();
        var metadata = table.Metadata;
        var branch = metadata.Refs.ContainsKey("side") && _random.Next(4) == 0 ? "side" : SnapshotRef.MainBranch;
        var state = Table.StateOf(metadata, branch);
        var canDelete = metadata.FormatVersion > 1 && state.Data.Count > 0;
        switch (_random.Next(12))
        {
            case 0 when step > 2 && metadata.FormatVersion < 3:
                await Table.UpdateAsync(table, new TableUpdate.UpgradeFormatVersion(metadata.FormatVersion + 1));
                return;
            case 1 when step > 2:
                await EvolveAsync(metadata);
                return;
            case 2 when metadata.CurrentSnapshotId is { } current:
                await Table.UpdateAsync(table, _random.Next(2) == 0 ? new TableUpdate.SetSnapshotRef("side", SnapshotRef.Branch(current)) : new TableUpdate.SetSnapshotRef($"tag{step}", SnapshotRef.Tag(current)));
                return;
            case 3 when state.Data.Count > 0:
                await Table.CommitAsync(table, branch, _random.Next(3) == 0 ? ForeignState.Empty : state);
                return;
            case 4 when state.Data.Count > 0:
                var left = Pick(state.Data);
                await Table.CommitAsync(table, branch, WithoutVector(state, left) with { Data = state.Data.Remove(left) });
                return;
            case 5 when state.Data.Count > 0:
                await Table.CommitAsync(table, branch, await RewrittenAsync(metadata, state, Pick(state.Data)));
                return;
            case 6 or 7 when canDelete:
                await Table.CommitAsync(table, branch, await MarkedAsync(metadata, state));
                return;
            case 8 or 9 when canDelete:
                await Table.CommitAsync(table, branch, state with { Deletes = state.Deletes.Add(Equality(metadata, state)) });
                return;
            default:
                await Table.CommitAsync(table, branch, state with { Data = state.Data.AddRange(await Table.DataAsync(metadata, NewRows())) });
                return;
        }
    }

    IEnumerable<ForeignRow> NewRows() => [.. Enumerable.Range(0, _random.Next(3, 12)).Select(_ => new ForeignRow(_rows++, Pick(_cats), _random.Next(10)))];

    /// <summary>The same rows in another file of the same age: its equality deletes still apply, its position deletes dangle.</summary>
    async Task<ForeignState> RewrittenAsync(TableMetadata metadata, ForeignState state, ForeignEntry old)
    {
        // Under another spec partition-scoped equality deletes would no longer apply: rewriters take those rows out, or keep the spec.
        if (old.File.SpecId != metadata.Spec.SpecId) return state;
        var deleted = state.DeletedPositions(old).ToHashSet();
        var kept = old.Rows.Where((_, i) => !deleted.Contains(i)).ToArray();
        var made = kept.Length == 0 ? [] : await Table.DataAsync(metadata, kept, old.Sequence);
        return WithoutVector(state, old) with { Data = state.Data.Remove(old).AddRange(made) };
    }

    async Task<ForeignState> MarkedAsync(TableMetadata metadata, ForeignState state)
    {
        var data = Pick(state.Data);
        var some = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => (long)_random.Next(data.Rows.Length)).ToList();
        if (metadata.FormatVersion > 2)
        {
            var vector = await Table.VectorAsync(metadata, state, data, some);
            return WithoutVector(state, data) with { Deletes = WithoutVector(state, data).Deletes.Add(vector) };
        }
        var isNamed = _random.Next(2) == 0;
        var positions = some.Select(p => (data.File.FilePath, p)).ToList();
        if (!isNamed)
        {
            positions.Add(("file:///gone/from/here.parquet", 3));
            positions.Add((data.File.FilePath, data.Rows.Length + 1));
            var sibling = state.Data.Where(d => d.File.SpecId == data.File.SpecId && d.File.Partition.Equals(data.File.Partition)).MaxBy(d => d.File.FilePath, StringComparer.Ordinal)!;
            positions.Add((sibling.File.FilePath, _random.Next(sibling.Rows.Length)));
        }
        // The same row once more, in this file and, as positions are few, in others.
        positions.Add(positions[0]);
        return state with { Deletes = state.Deletes.Add(Table.Positions(metadata, data, [.. positions.OrderBy(p => p.FilePath, StringComparer.Ordinal).ThenBy(p => p.p)], isNamed)) };
    }

    ForeignEntry Equality(TableMetadata metadata, ForeignState state)
    {
        var data = Pick(state.Data);
        ImmutableArray<int> ids = _random.Next(4) switch { 0 => [1], 1 => [2], 2 => [1, 3], _ => [2, 3] };
        var keys = Enumerable.Range(0, 2).Select(_ => Pick(Pick(state.Data).Rows)).ToArray();
        var everywhere = metadata.PartitionSpecs.FirstOrDefault(s => s.IsUnpartitioned);
        return everywhere is not null && _random.Next(2) == 0
            ? Table.Equality(metadata, everywhere.SpecId, new([.. everywhere.Fields.Select(_ => (object?)null)]), ids, keys)
            : Table.Equality(metadata, data.File.SpecId, data.File.Partition, ids, keys);
    }

    static ForeignState WithoutVector(ForeignState state, ForeignEntry data) =>
        state with { Deletes = state.Deletes.RemoveAll(d => d.File.IsDeletionVector && d.File.ReferencedDataFile == data.File.FilePath) };

    async Task EvolveAsync(TableMetadata metadata)
    {
        var isByCat = metadata.Spec.Fields.Any(f => f.SourceId == 2 && f.Transform is not Iceberg.Partitioning.VoidTransform);
        var isByBucket = metadata.Spec.Fields.Any(f => f.SourceId == 1 && f.Transform is not Iceberg.Partitioning.VoidTransform);
        await lakehouse.RunAsync(_random.Next(2) == 0
            ? $"alter table t {(isByCat ? "drop" : "add")} partition field cat"
            : $"alter table t {(isByBucket ? "drop" : "add")} partition field bucket(3, id)");
    }

    T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
