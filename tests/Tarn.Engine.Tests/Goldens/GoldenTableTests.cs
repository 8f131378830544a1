using System.Globalization;
using System.Text;
using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Scans;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Views;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Goldens;

/// <summary>The tables of the reference implementations, registered in a catalog and read by SQL: the recorded rows at every snapshot, bit for bit.</summary>
public sealed class GoldenTableTests
{
    [SharedFact(GoldenTable.Needs)]
    public async Task Every_table_has_the_recorded_rows_at_every_snapshot()
    {
        var differences = new StringBuilder();
        var read = 0;
        await using var lakehouse = new TestLakehouse(o => o with { AllowedFolders = [GoldenTable.Root] });
        await lakehouse.RunAsync("CREATE NAMESPACE golden");
        foreach (var name in GoldenTable.Names())
        {
            var table = await RegisterAsync(lakehouse, name);
            foreach (var (state, sql, schema) in States(table))
            {
                read++;
                var difference = await DifferenceAsync(lakehouse.Session, sql, schema.Fields, table.Rows(state));
                if (difference is not null) differences.AppendLine($"{name} at {state}: {difference}");
            }
        }
        Assert.True(differences.Length == 0, differences.ToString());
        Assert.True(read >= 231, $"only {read} states were read");
    }

    /// <summary>Counts come from the manifests of Spark, Java and PyIceberg where these know them, also of files that are not read yet.</summary>
    [SharedFact(GoldenTable.Needs)]
    public async Task Every_table_counts_the_recorded_rows_at_every_snapshot()
    {
        var differences = new StringBuilder();
        var (counted, told) = (0, 0);
        await using var lakehouse = new TestLakehouse(o => o with { AllowedFolders = [GoldenTable.Root] });
        await lakehouse.RunAsync("CREATE NAMESPACE golden");
        foreach (var name in GoldenTable.Names())
        {
            var table = await RegisterAsync(lakehouse, name);
            foreach (var (state, sql, _) in States(table))
            {
                counted++;
                var answer = await lakehouse.RunAsync(sql.Replace("SELECT *", "SELECT count(*)", StringComparison.Ordinal));
                if (answer.Result.Counts.FilesRead == 0) told++;
                if ((long)answer.Single! != table.Rows(state).Length) differences.AppendLine($"{name} at {state}: {answer.Single} rows for {table.Rows(state).Length}");
            }
        }
        Assert.True(differences.Length == 0, differences.ToString());
        Assert.True(counted >= 231 && told > counted / 2, $"{told} of {counted} states were counted from manifests");
    }

    [SharedFact(GoldenTable.Needs)]
    public async Task Rows_keep_their_ids_and_the_sequence_number_of_their_last_change()
    {
        var differences = new StringBuilder();
        var read = 0;
        NestedField[] lineage = [new(2147483540, "_row_id", IcebergType.Long), new(2147483539, "_last_updated_sequence_number", IcebergType.Long)];
        await using var lakehouse = new TestLakehouse(o => o with { AllowedFolders = [GoldenTable.Root] });
        await lakehouse.RunAsync("CREATE NAMESPACE golden");
        foreach (var name in GoldenTable.Names())
        {
            var table = await RegisterAsync(lakehouse, name);
            if (!table.HasRows("lineage")) continue;
            read++;
            var sql = $"SELECT _row_id, _last_updated_sequence_number, * FROM golden.{name}";
            var difference = await DifferenceAsync(lakehouse.Session, sql, [.. lineage, .. table.Metadata.Schema.Fields], table.Rows("lineage"));
            if (difference is not null) differences.AppendLine($"{name}: {difference}");
        }
        Assert.True(differences.Length == 0, differences.ToString());
        Assert.True(read >= 23, $"only {read} tables have lineage");
    }

    /// <summary>Views that Spark and the Java API made, in Spark's words: catalog and namespace are theirs.</summary>
    [SharedTheory(GoldenTable.Needs)]
    [InlineData("view_simple", "sorted_ident")]
    [InlineData("view_dialects", "refs_wap")]
    public async Task A_view_of_another_engine_is_read(string name, string table)
    {
        await using var lakehouse = new TestLakehouse(o => o with { AllowedFolders = [GoldenTable.Root], CatalogAliases = ["tarn", "jc"] });
        await lakehouse.RunAsync("CREATE NAMESPACE shared");
        await lakehouse.RunAsync($"CALL tarn.system.register_table(table => 'shared.{table}', metadata_file => '{GoldenTable.Load(table).MetadataFile}')");
        var expected = GoldenTable.Read(name);
        var metadata = ViewMetadata.FromJsonBytes(await File.ReadAllBytesAsync(Location.Parse(expected.GetProperty("metadata_file").GetString()!).LocalPath));
        var creation = new ViewCreation(new TableIdentifier("shared", name), metadata.Schema, metadata.CurrentVersion);
        await lakehouse.Lakehouse.Catalog.CreateViewAsync(creation, CancellationToken.None);
        var answer = await lakehouse.RunAsync($"SELECT * FROM shared.{name}");
        Assert.Equal(expected.GetProperty("rows_by_spark").ToString(), $"{answer.Rows.Count}");
        Assert.Equal(metadata.Schema.Fields.Select(f => f.Name), answer.Result.Schema!.Columns.Select(c => c.Name));
    }

    static async Task<GoldenTable> RegisterAsync(TestLakehouse lakehouse, string name)
    {
        var table = GoldenTable.Load(name);
        await lakehouse.RunAsync($"CALL tarn.system.register_table(table => 'golden.{name}', metadata_file => '{table.MetadataFile}')");
        return table;
    }

    static IEnumerable<(string State, string Sql, Schema Schema)> States(GoldenTable table)
    {
        if (table.HasRows("current")) yield return ("current", $"SELECT * FROM golden.{table.Name}", table.Metadata.Schema);
        foreach (var snapshot in table.Expected.GetProperty("snapshots").EnumerateArray())
        {
            var id = snapshot.GetProperty("snapshot_id").GetString()!;
            if (table.HasRows(id) && table.Metadata.SnapshotById(long.Parse(id, CultureInfo.InvariantCulture)) is not null)
                yield return (id, $"SELECT * FROM golden.{table.Name} AT (VERSION => {id})", Schema.FromJson(snapshot.GetProperty("schema").GetRawText()));
        }
    }

    static async Task<string?> DifferenceAsync(Session session, string sql, IReadOnlyList<NestedField> fields, string[] expected)
    {
        try
        {
            await using var result = await session.ExecuteAsync(sql, StatementParameters.Of(), null, CancellationToken.None);
            var rows = new List<string>();
            await foreach (var batch in result.Batches) CanonicalRows.Add(rows, batch, fields);
            return Difference(expected, [.. CanonicalRows.Sorted(rows)]);
        }
        catch (EngineException e)
        {
            return $"{e.Kind}: {e.Message}";
        }
    }

    static string? Difference(string[] expected, string[] actual)
    {
        if (expected.SequenceEqual(actual)) return null;
        var missing = expected.Except(actual).ToList();
        var extra = actual.Except(expected).ToList();
        return $"{actual.Length} rows for {expected.Length}, {missing.Count} missing\n missing {Cut(missing.FirstOrDefault())}\n extra   {Cut(extra.FirstOrDefault())}";
    }

    static string? Cut(string? text) => text is { Length: > 1500 } ? text[..1500] : text;
}
