using System.Buffers;

namespace Tarn.Ingest.Sources.Files.Csv;

/// <summary>What is wrong with a record's form.</summary>
enum CsvFault
{
    None,

    /// <summary>A quoted field has no end; only its first line is taken as the broken record.</summary>
    UnterminatedQuote,

    /// <summary>Something other than a delimiter or line break follows a closing quote.</summary>
    TextAfterQuote,
}

/// <summary>Splits CSV bytes into records and fields (RFC 4180, any one-byte delimiter; CR, LF or CRLF end a record).</summary>
/// <remarks>After a broken record it goes on with the next line, so that one stray quote does not swallow the rest of a file.</remarks>
sealed class CsvTokenizer
{
    /// <summary>A quoted field that spans more lines than this is a stray quote.</summary>
    const int MaxQuotedLines = 1000;

    readonly CsvDialect dialect;
    readonly SearchValues<byte> ends;
    readonly List<Range> fields = [];
    readonly List<bool> escaped = [];

    public CsvTokenizer(CsvDialect dialect)
    {
        this.dialect = dialect;
        ends = SearchValues.Create([dialect.Delimiter, (byte)'\n', (byte)'\r']);
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="data">From the record's first byte on.</param>
    /// <param name="isFinal">No bytes come after <paramref name="data"/>.</param>
    /// <param name="record">Valid until the next call.</param>
    /// <returns>Bytes used, line break included; 0 where the record does not end within the data.</returns>
    public int Next(ReadOnlySpan<byte> data, bool isFinal, out CsvRecord record)
    {
        fields.Clear();
        escaped.Clear();
        record = default;
        if (data.IsEmpty) return 0;
        var at = 0;
        while (true)
        {
            var fault = ReadField(data, ref at, isFinal, out var complete);
            if (!complete) return 0;
            if (fault != CsvFault.None) return Broken(data, isFinal, fault, out record);
            if (at < data.Length && data[at] == dialect.Delimiter)
            {
                at++;
                if (at < data.Length) continue;
                if (!isFinal) return 0;
                fields.Add(at..at);
                escaped.Add(false);
            }

            if (at == data.Length && !isFinal) return 0;
            if (at < data.Length && data[at] == '\r' && at + 1 == data.Length && !isFinal) return 0;
            var body = data[..at];
            record = new CsvRecord(body, fields, escaped, dialect.Quote ?? 0, CsvFault.None);
            return at + LineBreak(data[at..]);
        }
    }

    /// <summary>Leaves <paramref name="at"/> on the delimiter, the line break or the end.</summary>
    CsvFault ReadField(ReadOnlySpan<byte> data, ref int at, bool isFinal, out bool complete)
    {
        complete = true;
        if (at < data.Length && data[at] == dialect.Quote) return ReadQuoted(data, ref at, isFinal, out complete);
        var length = data[at..].IndexOfAny(ends);
        if (length < 0)
        {
            complete = isFinal;
            length = data.Length - at;
        }

        fields.Add(at..(at + length));
        escaped.Add(false);
        at += length;
        return CsvFault.None;
    }

    CsvFault ReadQuoted(ReadOnlySpan<byte> data, ref int at, bool isFinal, out bool complete)
    {
        var (start, doubled, i) = (at + 1, false, at + 1);
        complete = true;
        while (true)
        {
            var next = i >= data.Length ? -1 : data[i..].IndexOf(dialect.Quote!.Value);
            if (next < 0)
            {
                complete = isFinal || data[start..].Count((byte)'\n') > MaxQuotedLines;
                return CsvFault.UnterminatedQuote;
            }

            i += next;
            if (i + 1 < data.Length && data[i + 1] == dialect.Quote)
            {
                (doubled, i) = (true, i + 2);
                continue;
            }

            if (i + 1 == data.Length && !isFinal) complete = false;
            break;
        }

        fields.Add(start..i);
        escaped.Add(doubled);
        at = i + 1;
        return at == data.Length || data[at] == dialect.Delimiter || data[at] is (byte)'\n' or (byte)'\r' ? CsvFault.None : CsvFault.TextAfterQuote;
    }

    int Broken(ReadOnlySpan<byte> data, bool isFinal, CsvFault fault, out CsvRecord record)
    {
        record = default;
        var end = data.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0 && !isFinal) return 0;
        if (end < 0) end = data.Length;
        fields.Clear();
        record = new CsvRecord(data[..end], fields, escaped, dialect.Quote ?? 0, fault);
        return end + LineBreak(data[end..]);
    }

    static int LineBreak(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("\r\n"u8) ? 2 : rest.IsEmpty ? 0 : 1;
}
