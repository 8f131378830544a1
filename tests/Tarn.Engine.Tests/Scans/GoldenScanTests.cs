using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Scans;

public sealed class GoldenScanTests : IDisposable
{
    /// <summary>Tables that cannot be read yet, each with a word of the error that says why.</summary>
    static readonly Dictionary<string, string> NotYet = new()
    {
        ["dv_avro"] = "Avro",
        ["dv_orc"] = "Orc",
        ["eq_deletes_v2"] = "Avro",
        ["eq_deletes_v3"] = "Avro",
        ["history_java_v1"] = "Avro",
        ["history_java_v2"] = "Avro",
        ["history_java_v3"] = "Avro",
        ["mixed_formats"] = "only Parquet",
        ["parquet_codecs"] = "LZ4",
        ["prims_avro_v2"] = "Avro",
        ["prims_avro_v3"] = "Avro",
        ["prims_orc_v2"] = "Orc",
        ["prims_parquet_v3"] = "timestamptz_ns",
        ["variant_plain"] = "VARIANT",
        ["variant_shredded"] = "VARIANT",
        ["variant_spark"] = "VARIANT",
    };

    readonly Results.Engine _engine = new();
    readonly MemoryObjectStore _store = new();

    public void Dispose() => _engine.Dispose();

    public static TheoryData<string> Tables() => [.. SharedData.InCi || Directory.Exists(Path.Combine(SharedData.Root, GoldenTable.Needs)) ? GoldenTable.Names() : ["none"]];

    [SharedTheory(GoldenTable.Needs)]
    [MemberData(nameof(Tables))]
    public async Task A_table_has_the_recorded_rows_at_every_snapshot(string name)
    {
        var table = GoldenTable.Load(name);
        var scans = new ScanBuilder(_store, ScanFunctions.Install(_engine.Instance));
        var refused = 0;
        foreach (var recorded in table.Expected.GetProperty("snapshots").EnumerateArray())
        {
            var id = recorded.GetProperty("snapshot_id").GetString()!;
            if (!table.HasRows(id)) continue;
            var snapshot = table.Metadata.SnapshotById(long.Parse(id, CultureInfo.InvariantCulture));
            if (snapshot is null) continue;
            var schema = Schema.FromJson(recorded.GetProperty("schema").GetRawText());
            refused += await SameOrRefusedAsync(table, id, () => ReadAsync(scans, table.Metadata, snapshot, schema, ScanOptions.Default));
        }
        if (table.HasRows("current"))
            refused += await SameOrRefusedAsync(
                table, "current", () => ReadAsync(scans, table.Metadata, table.Metadata.CurrentSnapshot, table.Metadata.Schema, ScanOptions.Default));
        Assert.Equal(NotYet.ContainsKey(name), refused > 0);
    }

    [SharedTheory(GoldenTable.Needs)]
    [InlineData("lineage_cow")]
    [InlineData("lineage_mor")]
    [InlineData("upgrade_hadoop")]
    [InlineData("defaults")]
    public async Task Rows_keep_their_ids_and_the_sequence_number_of_their_last_change(string name)
    {
        var table = GoldenTable.Load(name);
        var scans = new ScanBuilder(_store, ScanFunctions.Install(_engine.Instance));
        NestedField[] lineage = [new(2147483540, "_row_id", IcebergType.Long), new(2147483539, "_last_updated_sequence_number", IcebergType.Long)];
        var rows = await ReadAsync(scans, table.Metadata, table.Metadata.CurrentSnapshot, table.Metadata.Schema, new ScanOptions { WithLineage = true }, lineage);
        Same(table.Rows("lineage"), rows, name);
    }

    /// <summary>0 for the recorded rows, 1 for the error that the list above announces; anything else fails.</summary>
    static async Task<int> SameOrRefusedAsync(GoldenTable table, string state, Func<Task<List<string>>> read)
    {
        try
        {
            Same(table.Rows(state), await read(), $"{table.Name} at {state}");
            return 0;
        }
        catch (EngineException error) when (error.Kind is EngineErrorKind.NotSupported && NotYet.TryGetValue(table.Name, out var why) && error.Message.Contains(why, StringComparison.Ordinal))
        {
            return 1;
        }
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
