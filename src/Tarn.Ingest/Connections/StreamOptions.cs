using System.Collections.Immutable;
using Tarn.Project.Yaml;

namespace Tarn.Ingest.Connections;

/// <summary>One stream of a connection: some files, one table.</summary>
/// <param name="Name">The key under <c>streams</c>.</param>
/// <param name="Files">A glob below the source's path: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>{a,b}</c> within a name, <c>**</c> over folders.</param>
/// <param name="Format">How the files are read.</param>
/// <param name="Table">The target, <c>namespace.table</c>.</param>
/// <param name="Sync">What is read.</param>
/// <param name="Write">How it reaches the table.</param>
/// <param name="Key">The columns that identify a row; needed for <see cref="WriteMode.AppendDedup"/>.</param>
/// <param name="Cursor">The column whose greatest value is a key's newest row; without one, the later file and line wins.</param>
/// <param name="Records">For JSON documents: the dotted path to the array of records; null where the document is the array.</param>
/// <param name="Columns">Types that inference may not choose (SQL type names), by column.</param>
/// <param name="PartitionBy">Partition fields of a table that the sync creates: <c>day(ordered_at)</c>, <c>country</c>.</param>
/// <param name="Csv">How CSV files are written; what is null is detected.</param>
/// <param name="MaxBadRows">More rows than this in quarantine fail the stream.</param>
/// <param name="MaxColumns">Files with more columns than this fail the stream: a broken delimiter must not make a table of thousands of columns.</param>
public sealed record StreamOptions(
    string Name,
    string Files,
    FileFormat Format,
    string Table,
    SyncMode Sync,
    WriteMode Write,
    ImmutableArray<string> Key,
    string? Cursor,
    string? Records,
    ImmutableArray<KeyValuePair<string, string>> Columns,
    ImmutableArray<string> PartitionBy,
    CsvOptions Csv,
    long MaxBadRows,
    int MaxColumns)
{
    internal static StreamOptions Read(string name, YamlFields fields)
    {
        var options = new StreamOptions(
            name,
            fields.String("files"),
            fields.Choice("format", FileFormat.Auto),
            fields.String("table"),
            fields.Choice("sync", SyncMode.Incremental),
            fields.Choice("write", WriteMode.Append),
            fields.Strings("key"),
            fields.OptionalString("cursor"),
            fields.OptionalString("records"),
            fields.Entries("columns", (_, value) => value.String()),
            fields.Strings("partitionBy"),
            fields.Section("csv", CsvOptions.Read),
            fields.Number("maxBadRows", 1000L, 0, long.MaxValue),
            fields.Number("maxColumns", 2000, 1, 100_000));
        options.Check(fields);
        return options;
    }

    void Check(YamlFields fields)
    {
        if (Write == WriteMode.AppendDedup && Key.IsEmpty)
            fields.Problem("write", $"append_dedup needs the columns that identify a row; add \"key: [...]\" to the stream \"{Name}\"");
        if (Write != WriteMode.AppendDedup && !Key.IsEmpty)
            fields.Problem("key", $"a key is used by \"write: append_dedup\" only; the stream \"{Name}\" says \"write: {(Write == WriteMode.Append ? "append" : "overwrite")}\"");
        if (Write == WriteMode.Overwrite && Sync == SyncMode.Incremental)
            fields.Problem("write", "overwrite with incremental would replace the table by the newest files only; say \"sync: full_refresh\" or \"write: append\"");
        if (Cursor is not null && Write != WriteMode.AppendDedup)
            fields.Problem("cursor", "a cursor chooses among rows of one key; it is used by \"write: append_dedup\" only");
        if (Table.Length > 0 && !Table.Contains('.'))
            fields.Problem("table", $"the table \"{Table}\" needs its namespace, such as \"bronze.{Table}\"");
    }
}
