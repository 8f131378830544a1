using System.Collections.Immutable;
using System.Text;
using Tarn.Ingest.Connections;

namespace Tarn.Ingest.Sources.Files.Csv;

/// <summary>How a CSV file is written.</summary>
/// <param name="Delimiter">One byte between fields.</param>
/// <param name="Quote">The byte around fields that hold delimiters or line breaks (doubled inside); null for none.</param>
/// <param name="Header">Whether the first record names the columns.</param>
readonly record struct CsvDialect(byte Delimiter, byte? Quote, bool Header)
{
    static readonly byte[] Candidates = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];

    /// <summary>What the connection says, and for the delimiter what the first lines agree on. A header is assumed unless the connection says otherwise: guessing it would make it depend on the data.</summary>
    public static CsvDialect Detect(ReadOnlySpan<byte> head, CsvOptions options)
    {
        byte? quote = options.Quote switch { null => (byte)'"', "" => null, var q => (byte)q[0] };
        var delimiter = options.Delimiter switch { null => DetectDelimiter(head, quote), "\\t" => (byte)'\t', var d => (byte)d[0] };
        return new CsvDialect(delimiter, quote, options.Header ?? true);
    }

    /// <summary>The candidate that divides most of the first lines into the same number of fields, the more fields the better.</summary>
    static byte DetectDelimiter(ReadOnlySpan<byte> head, byte? quote)
    {
        var best = (Score: 0L, Delimiter: (byte)',');
        foreach (var candidate in Candidates)
        {
            var reader = new CsvTokenizer(new CsvDialect(candidate, quote, true));
            var counts = new List<int>();
            var rest = head;
            while (counts.Count < 50 && reader.Next(rest, isFinal: false, out var record) is var used and > 0)
            {
                counts.Add(record.FieldCount);
                rest = rest[used..];
            }

            if (counts.Count == 0) counts.Add(CountOutsideQuotes(head, candidate, quote) + 1);
            var agreeing = counts.Count(c => c == counts[0]);
            var score = counts[0] == 1 ? 0 : agreeing * 1000L / counts.Count * 1000 + Math.Min(counts[0], 999);
            if (score > best.Score) best = (score, candidate);
        }

        return best.Delimiter;
    }

    static int CountOutsideQuotes(ReadOnlySpan<byte> line, byte delimiter, byte? quote)
    {
        var (count, quoted) = (0, false);
        foreach (var b in line)
        {
            if (b == quote) quoted = !quoted;
            else if (b == delimiter && !quoted) count++;
        }

        return count;
    }

    /// <summary>Column names out of a header: blanks trimmed, empty ones numbered, repeated ones given a number.</summary>
    public static ImmutableArray<string> Names(IEnumerable<string> header)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (text, index) in header.Select((h, i) => (h.Trim().TrimStart('\uFEFF'), i)))
        {
            var name = text.Length == 0 ? $"column{index + 1}" : text;
            for (var n = 2; !taken.Add(name); n++) name = $"{(text.Length == 0 ? $"column{index + 1}" : text)}_{n}";
            names.Add(name);
        }

        return names.ToImmutable();
    }

    public string DelimiterText => Encoding.ASCII.GetString([Delimiter]);
}
