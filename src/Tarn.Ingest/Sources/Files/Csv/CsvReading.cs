using System.Buffers;

namespace Tarn.Ingest.Sources.Files.Csv;

/// <summary>What is done with each record of a file.</summary>
/// <param name="record">Valid during the call.</param>
/// <param name="line">Where it begins, from 1.</param>
/// <returns>False to stop reading.</returns>
delegate bool CsvRecordVisitor(CsvRecord record, long line);

/// <summary>Reads a CSV stream record by record through one growing buffer.</summary>
static class CsvReading
{
    /// <summary>A record longer than this is refused: it would not be one.</summary>
    public const int MaxRecordBytes = 64 << 20;

    /// <exception cref="IngestException">A record is longer than <see cref="MaxRecordBytes"/>.</exception>
    public static void Read(Stream stream, string name, CsvDialect dialect, CsvRecordVisitor visit, CancellationToken cancellationToken)
    {
        var tokenizer = new CsvTokenizer(dialect);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        var (start, end, line, final) = (0, 0, 1L, false);
        try
        {
            while (true)
            {
                var used = tokenizer.Next(buffer.AsSpan(start, end - start), final, out var record);
                if (used > 0)
                {
                    if (!visit(record, line)) return;
                    line += CountLines(buffer.AsSpan(start, used));
                    start += used;
                    continue;
                }

                if (final) return;
                cancellationToken.ThrowIfCancellationRequested();
                (buffer, start, end) = MakeRoom(buffer, start, end, name, line);
                var read = stream.Read(buffer, end, buffer.Length - end);
                end += read;
                final = read == 0;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static (byte[] Buffer, int Start, int End) MakeRoom(byte[] buffer, int start, int end, string name, long line)
    {
        var length = end - start;
        if (length > MaxRecordBytes)
            throw new IngestException(IngestErrorKind.DamagedFile, $"{name}:{line}: the record is longer than {MaxRecordBytes >> 20} MiB; nothing of this file was loaded. Check the file's line breaks and quotes.");
        var target = length > buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(buffer.Length * 2) : buffer;
        buffer.AsSpan(start, length).CopyTo(target);
        if (target != buffer) ArrayPool<byte>.Shared.Return(buffer);
        return (target, 0, length);
    }

    /// <summary>Line breaks in a record and at its end: LF, CRLF, or CR alone.</summary>
    static long CountLines(ReadOnlySpan<byte> bytes)
    {
        var feeds = bytes.Count((byte)'\n');
        return feeds > 0 ? feeds : bytes.Count((byte)'\r');
    }
}
