using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Scans;

public sealed class GoldenScanTests : IDisposable
{
    readonly Results.Engine _engine = new();
    readonly MemoryObjectStore _store = new();
    readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [SharedTheory(GoldenTable.Needs)]
    [InlineData("lineage_cow")]
    [InlineData("lineage_mor")]
    [InlineData("upgrade_hadoop")]
    [InlineData("defaults")]
    public async Task Rows_keep_their_ids_and_the_sequence_number_of_their_last_change(string name)
    {
        var table = GoldenTable.Load(name);
        var scans = new ScanBuilder(_store, ScanFunctions.Install(_engine.Instance), new ReadableFiles(_store, _folder.Path));
        NestedField[] lineage = [new(2147483540, "_row_id", IcebergType.Long), new(2147483539, "_last_updated_sequence_number", IcebergType.Long)];
        var rows = await ReadAsync(scans, table.Metadata, table.Metadata.CurrentSnapshot, table.Metadata.Schema, new ScanOptions { WithLineage = true }, lineage);
        Same(table.Rows("lineage"), rows, name);
    }

    async Task<List<string>> ReadAsync(
        ScanBuilder scans, TableMetadata metadata, Snapshot? snapshot, Schema schema, ScanOptions options, IReadOnlyList<NestedField>? lineage = null)
    {
        var plan = await GoldenTable.PlanAsync(_store, metadata, snapshot, schema);
        using var helper = _engine.Instance.Connect();
        using var scan = await scans.BuildAsync(metadata, plan, helper, options, default);
        var rows = new List<string>();
        var names = string.Join(", ", (lineage ?? []).Concat(schema.Fields).Select(f => Identifiers.Quote(f.Name)));
        var sql = schema.Fields.IsEmpty ? scan.Sql : $"SELECT {names} FROM ({scan.Sql})";
        using var result = await _engine.Connection.QueryAsync(sql, null, default);
        await foreach (var batch in ResultBatch.ReadAsync(result, default)) CanonicalRows.Add(rows, batch, [.. lineage ?? [], .. schema.Fields]);
        return [.. CanonicalRows.Sorted(rows)];
    }

    static void Same(string[] expected, List<string> actual, string what)
    {
        if (expected.SequenceEqual(actual)) return;
        var missing = expected.Except(actual).FirstOrDefault();
        var extra = actual.Except(expected).FirstOrDefault();
        Assert.Fail($"{what}: {actual.Count} rows for {expected.Length}\n missing {Cut(missing)}\n extra   {Cut(extra)}");
    }

    static string? Cut(string? text) => text is { Length: > 1500 } ? text[..1500] : text;
}
