using System.Text.Json;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>Turns a JSON document that holds an array of records into one record a line.</summary>
static class JsonDocumentLines
{
    /// <summary>A document is read into memory as a whole.</summary>
    public const long MaxDocumentBytes = 1L << 30;

    /// <summary>Writes each record on a line of its own.</summary>
    /// <param name="path">The dotted way to the array; null where the document is the array, or one record.</param>
    /// <returns>Records written.</returns>
    /// <exception cref="IngestException">The document is not JSON, or has no such array.</exception>
    public static long Write(SourceFile file, string? path, Stream lines)
    {
        var bytes = ReadAll(file);
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow });
            _ = reader.Read();
            foreach (var name in path?.Split('.') ?? []) Descend(ref reader, name, file, path!);
            if (reader.TokenType == JsonTokenType.StartArray) return WriteElements(ref reader, bytes.Span, lines);
            if (reader.TokenType == JsonTokenType.StartObject && path is null) return WriteRecord(ref reader, bytes.Span, lines);
        }
        catch (JsonException e)
        {
            throw new IngestException(IngestErrorKind.DamagedFile, $"{file.Name}:{e.LineNumber + 1}: the document is not JSON ({e.Message.Split(" LineNumber", 2)[0].TrimEnd('.')}); nothing of this file was loaded, and the table was left as it is. Deliver the file again, or take it away.", e);
        }

        throw new IngestException(IngestErrorKind.DamagedFile, $"{file.Name}: {(path is null ? "the document" : $"\"{path}\"")} is not an array of records; nothing of this file was loaded. Name the array with \"records: a.b\".");
    }

    static ReadOnlyMemory<byte> ReadAll(SourceFile file)
    {
        using var stream = TextSource.Open(file);
        using var memory = new MemoryStream(file.Size < MaxDocumentBytes ? (int)file.Size : 0);
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (memory.Length + read > MaxDocumentBytes)
                throw new IngestException(IngestErrorKind.DamagedFile, $"{file.Name}: a JSON document of more than {MaxDocumentBytes >> 20} MiB is not read as a whole; deliver one record a line (.jsonl).");
            memory.Write(buffer, 0, read);
        }

        var bytes = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    static void Descend(ref Utf8JsonReader reader, string name, SourceFile file, string path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals(name);
                _ = reader.Read();
                if (found) return;
                reader.Skip();
            }

        throw new IngestException(IngestErrorKind.DamagedFile, $"{file.Name}: there is no \"{name}\" on the way \"{path}\"; nothing of this file was loaded. Check \"records\" of the stream.");
    }

    static long WriteElements(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, Stream lines)
    {
        var records = 0L;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) records += WriteRecord(ref reader, bytes, lines);
        while (reader.Read())
        {
            // What follows the array must be JSON too: a document cut off after it is damaged.
        }

        return records;
    }

    static long WriteRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, Stream lines)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var record = bytes[start..(int)reader.BytesConsumed];
        while (record.IndexOfAny((byte)'\n', (byte)'\r') is var at and >= 0)
        {
            // Line breaks between tokens (inside strings JSON forbids them) become blanks.
            lines.Write(record[..at]);
            lines.WriteByte((byte)' ');
            record = record[(at + 1)..];
        }

        lines.Write(record);
        lines.WriteByte((byte)'\n');
        return 1;
    }
}
