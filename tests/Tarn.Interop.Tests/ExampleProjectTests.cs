using Tarn.Testing;

namespace Tarn.Interop.Tests;

/// <summary>Other engines read the example's tables, from the files alone, and find the rows that Tarn finds: every row of every table.</summary>
public sealed class ExampleProjectTests(ExampleProject example) : IClassFixture<ExampleProject>
{
    /// <summary>
    /// Arguments: the peer (pyiceberg, or the folder below which Spark wrote each table as Parquet), then table, metadata file and Tarn's Arrow file in turn.
    /// Prints a line a table: its name, its rows, and what differs.
    /// </summary>
    const string Compare = """
        import sys, glob, json
        import pyarrow as pa, pyarrow.ipc, pyarrow.parquet as pq

        def plain(type):
            # Large and small offsets, views, nullability and field metadata are the carrier's, not the value's.
            if pa.types.is_struct(type): return pa.struct([pa.field(f.name, plain(f.type)) for f in type])
            if pa.types.is_list(type) or pa.types.is_large_list(type): return pa.large_list(pa.field('item', plain(type.value_type)))
            if pa.types.is_map(type): return pa.map_(plain(type.key_type), plain(type.item_type))
            if pa.types.is_string(type) or pa.types.is_large_string(type) or pa.types.is_string_view(type): return pa.large_string()
            if pa.types.is_binary(type) or pa.types.is_large_binary(type) or pa.types.is_binary_view(type): return pa.large_binary()
            if pa.types.is_timestamp(type): return pa.timestamp('us', None if type.tz is None else 'UTC')
            return type

        def rows(table):
            table = table.select(sorted(table.column_names))
            table = table.cast(pa.schema([pa.field(f.name, plain(f.type)) for f in table.schema]))
            if any(pa.types.is_nested(f.type) for f in table.schema):
                return table.schema, sorted(json.dumps(r, default=repr, sort_keys=True) for r in table.to_pylist())
            return table.schema, table.sort_by([(n, 'ascending') for n in table.column_names]).combine_chunks()

        def peer(name, metadata):
            if sys.argv[1] == 'pyiceberg':
                from pyiceberg.table import StaticTable
                return StaticTable.from_metadata(metadata).scan().to_arrow()
            return pa.concat_tables([pq.read_table(f) for f in glob.glob(f'{sys.argv[1]}/{name}/*.parquet')])

        for name, metadata, own in zip(*[iter(sys.argv[2:])] * 3):
            with pa.ipc.open_stream(own) as stream: tarn = stream.read_all()
            theirs = peer(name, metadata)
            (schema, a), (other, b) = rows(tarn), rows(theirs)
            problem = ''
            if schema != other: problem = f'columns {schema} instead of {other}'
            elif isinstance(a, list): problem = '' if a == b else f'{len(set(a) ^ set(b))} rows differ'
            elif not a.equals(b): problem = 'rows differ in ' + ', '.join(n for n in a.column_names if not a[n].equals(b[n]))
            print(name, tarn.num_rows, theirs.num_rows, problem.replace('\n', ' '), sep='\t')
        """;

    [SharedFact(PythonPeer.Needs)]
    public async Task PyIceberg_finds_the_same_rows_in_every_table() => await SameRowsAsync("pyiceberg");

    [SharedFact(SparkPeer.Needs)]
    public async Task Spark_finds_the_same_rows_in_every_table()
    {
        var folder = Directory.CreateDirectory(Path.Combine(example.Folder, "spark")).FullName;
        var statements = example.Tables.Select(t =>
            $"CALL local.system.register_table(table => '{t.Key}', metadata_file => '{t.Value}');\nINSERT OVERWRITE DIRECTORY '{folder}/{t.Key}' USING parquet SELECT * FROM local.{t.Key};\n");
        _ = await SparkPeer.RunAsync(folder, string.Concat(statements), "spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS", "spark.sql.parquet.compression.codec=snappy");
        await SameRowsAsync(folder);
    }

    async Task SameRowsAsync(string peer)
    {
        var output = await PythonPeer.RunAsync(Compare, [peer, .. example.Tables.SelectMany(t => (string[])[t.Key, t.Value, example.RowsOf(t.Key)])]);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToList();
        Assert.Equal(example.Tables.Keys, lines.Select(l => l[0]));
        Assert.All(lines, l => Assert.True(l[1] == l[2] && l[3].Trim().Length == 0, string.Join(' ', l)));
        // The example's own size: a comparison of nothing with nothing would pass too.
        Assert.Equal("3000000", lines.Single(l => l[0] == "bronze.flights")[1]);
        Assert.True(lines.Count >= 10, $"{lines.Count} tables");
    }
}
