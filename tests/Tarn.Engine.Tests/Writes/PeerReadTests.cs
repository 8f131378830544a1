using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Writes;

public sealed class PeerReadTests
{
    static readonly Schema Columns = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Long, Required: true),
        new NestedField(2, "dec", IcebergType.Decimal(20, 4)),
        new NestedField(3, "tz", IcebergType.Timestamptz),
        new NestedField(4, "ts", IcebergType.Timestamp),
        new NestedField(5, "tm", IcebergType.Time),
        new NestedField(6, "u", IcebergType.Uuid),
        new NestedField(7, "bin", IcebergType.Binary),
        new NestedField(8, "st", new StructType(new NestedField(9, "x", IcebergType.Int), new NestedField(10, "y", IcebergType.String))),
        new NestedField(11, "l", new ListType(12, IcebergType.Double)),
        new NestedField(13, "m", new MapType(14, IcebergType.String, 15, IcebergType.Long))));

    /// <summary>PyIceberg derives the table's schema from the file: ids, nested ones too, and types; and its reader gives the rows.</summary>
    [SharedFact(PythonPeer.Needs)]
    public async Task PyIceberg_sees_the_tables_fields_and_rows_in_a_data_file()
    {
        using var table = new WritingTable(Columns);
        var file = Assert.Single(await table.WriteAsync("""
            SELECT 7::bigint AS id, 1234567890123456.7891::decimal(20,4) AS dec, timestamptz '2024-01-02 03:04:05.678901+00' AS tz, timestamp '0001-01-01 00:00:00' AS ts, time '23:59:59.999999' AS tm,
              uuid 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' AS u, '\x00\xFF'::blob AS bin, {'x': 1, 'y': null} AS st, [1.5::double, null] AS l, map {'k': 5::bigint} AS m
            """));
        var output = await PythonPeer.RunAsync("""
            import sys, pyarrow.parquet as pq
            from pyiceberg.io.pyarrow import pyarrow_to_schema
            table = pq.read_table(sys.argv[1])
            for field in pyarrow_to_schema(table.schema).fields:
                print(field.field_id, field.name, field.field_type)
            print([str(c[0].as_py()) for c in table.columns])
            """, Location.Parse(file.FilePath).LocalPath);
        Assert.Equal(
            """
            1 id long
            2 dec decimal(20, 4)
            3 tz timestamptz
            4 ts timestamp
            5 tm time
            6 u uuid
            7 bin binary
            8 st struct<9: x: optional int, 10: y: optional string>
            11 l list<double>
            13 m map<string, long>
            ['7', '1234567890123456.7891', '2024-01-02 03:04:05.678901+00:00', '0001-01-01 00:00:00', '23:59:59.999999', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', "b'\\x00\\xff'", "{'x': 1, 'y': None}", '[1.5, None]', "[('k', 5)]"]
            """, output.TrimEnd());
    }
}
