using System.Collections.Immutable;
using Tarn.Ingest.Connections;

namespace Tarn.Ingest.Sources.Files.Csv;

/// <summary>What the beginning of a CSV file says about the rest.</summary>
/// <param name="Dialect">How it is written.</param>
/// <param name="Names">Its columns.</param>
sealed record CsvHead(CsvDialect Dialect, ImmutableArray<string> Names)
{
    const int HeadBytes = 64 * 1024;

    /// <summary>Reads as much as is needed to see the first record. Null for a file without any bytes.</summary>
    public static CsvHead? Read(SourceFile file, CsvOptions options, CancellationToken cancellationToken)
    {
        byte[] head;
        using (var stream = TextSource.Open(file)) head = ReadUpTo(stream, HeadBytes);
        if (head.Length == 0) return null;
        var dialect = CsvDialect.Detect(head, options);
        ImmutableArray<string> names = [];
        using (var stream = TextSource.Open(file))
            CsvReading.Read(stream, file.Name, dialect, (record, line) =>
            {
                var fields = new List<string>();
                for (var i = 0; i < record.FieldCount; i++) fields.Add(dialect.Header ? record.Text(i) : "");
                names = CsvDialect.Names(fields);
                return false;
            }, cancellationToken);
        return names.IsEmpty
            ? throw new IngestException(IngestErrorKind.DamagedFile, $"{file.Name}:1: the header is not readable: a quote in it has no end. Nothing of this file was loaded, and the table was left as it is.")
            : new CsvHead(dialect, names);
    }

    /// <summary>Files with the same head are read by one statement.</summary>
    public string GroupKey => $"{Dialect}\u0001{string.Join('\u0001', Names)}";

    static byte[] ReadUpTo(Stream stream, int bytes)
    {
        var buffer = new byte[bytes];
        var length = stream.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false);
        return buffer[..length];
    }
}
