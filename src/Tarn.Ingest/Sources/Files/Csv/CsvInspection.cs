using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Tarn.Ingest.Quarantine;
using Tarn.Ingest.Typing;
using ValueType = Tarn.Ingest.Typing.ValueType;

namespace Tarn.Ingest.Sources.Files.Csv;

/// <summary>A look at each record of a file: what its columns hold, and which rows cannot be loaded.</summary>
static class CsvInspection
{
    /// <summary>Profiles the columns over the first records; rows of a broken form are left for the check.</summary>
    /// <param name="maxRows">How many records to look at.</param>
    public static ImmutableArray<ColumnProfile> Profile(SourceFile file, CsvDialect dialect, int columns, string? nullText, long maxRows, CancellationToken cancellationToken)
    {
        var profiles = ImmutableArray.CreateRange(Enumerable.Range(0, columns).Select(_ => new ColumnProfile()));
        var nulls = nullText is null ? null : Encoding.UTF8.GetBytes(nullText);
        var rows = 0L;
        using var stream = TextSource.Open(file);
        CsvReading.Read(stream, file.Name, dialect, (record, line) =>
        {
            if ((dialect.Header && line == 1) || record.IsBlank || record.Fault != CsvFault.None || record.FieldCount != columns) return true;
            for (var i = 0; i < columns; i++)
                if (nulls is null || !record.Field(i).SequenceEqual(nulls)) profiles[i].Add(record.Field(i));
            return ++rows < maxRows;
        }, cancellationToken);
        return profiles;
    }

    /// <summary>Copies the rows that can be loaded, bytes unchanged, and reports the others.</summary>
    /// <param name="types">The type of each column.</param>
    /// <param name="names">Their names, for the reasons.</param>
    /// <param name="clean">Receives the header and the good rows.</param>
    /// <param name="report">Called for each bad row.</param>
    /// <returns>Rows copied.</returns>
    public static long Divide(
        SourceFile file, CsvDialect dialect, ImmutableArray<ValueType> types, ImmutableArray<string> names, string? nullText,
        Stream clean, Action<BadRow> report, CancellationToken cancellationToken)
    {
        var nulls = nullText is null ? null : Encoding.UTF8.GetBytes(nullText);
        var rows = 0L;
        using var stream = TextSource.Open(file);
        CsvReading.Read(stream, file.Name, dialect, (record, line) =>
        {
            if (record.IsBlank && types.Length > 1) return true;
            if (dialect.Header && line == 1)
            {
                Copy(record, clean);
                return true;
            }

            if (Fault(record, types, names, nulls) is var (column, reason) && reason is not null)
            {
                report(new BadRow(file.Name, line, column, reason, Raw(record)));
                return true;
            }

            Copy(record, clean);
            rows++;
            return true;
        }, cancellationToken);
        return rows;
    }

    static (string? Column, string? Reason) Fault(CsvRecord record, ImmutableArray<ValueType> types, ImmutableArray<string> names, byte[]? nulls)
    {
        if (record.Fault == CsvFault.UnterminatedQuote) return (null, "a quoted field has no closing quote");
        if (record.Fault == CsvFault.TextAfterQuote) return (null, "text follows a closing quote");
        if (record.FieldCount != types.Length) return (null, $"has {record.FieldCount} fields, the header has {types.Length}");
        if (!Utf8.IsValid(record.Raw)) return (null, "holds bytes that are not UTF-8");
        for (var i = 0; i < types.Length; i++)
        {
            var field = record.Field(i);
            if (field.IsEmpty || types[i].Kind == ValueKind.Text || (nulls is not null && field.SequenceEqual(nulls)) || StrictText.Fits(field, types[i])) continue;
            return (names[i], $"\"{Shorten(record.Text(i))}\" is not a {types[i].SqlName} without loss");
        }

        return (null, null);
    }

    static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";

    static string Raw(CsvRecord record)
    {
        var text = Encoding.UTF8.GetString(record.Raw[..Math.Min(record.Raw.Length, 4 * BadRow.MaxRawCharacters)]);
        return text.Length <= BadRow.MaxRawCharacters ? text : text[..BadRow.MaxRawCharacters];
    }

    static void Copy(CsvRecord record, Stream clean)
    {
        clean.Write(record.Raw);
        clean.WriteByte((byte)'\n');
    }
}
