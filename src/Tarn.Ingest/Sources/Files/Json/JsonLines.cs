using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Tarn.Ingest.Quarantine;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>Reads files of one JSON object a line.</summary>
static class JsonLines
{
    /// <summary>A line longer than this is refused: it would not be a record.</summary>
    public const int MaxLineBytes = 256 << 20;

    /// <summary>Copies the lines that can be loaded and reports the others.</summary>
    /// <returns>Lines copied.</returns>
    public static long Divide(SourceFile file, JsonType.Struct type, Stream clean, Action<BadRow> report, CancellationToken cancellationToken)
    {
        var rows = 0L;
        using var stream = TextSource.Open(file);
        Read(stream, file.Name, (bytes, line) =>
        {
            if (Fault(bytes.Span, type) is { } reason)
            {
                report(new BadRow(file.Name, line, null, reason, Raw(bytes.Span)));
                return true;
            }

            clean.Write(bytes.Span);
            clean.WriteByte((byte)'\n');
            rows++;
            return true;
        }, cancellationToken);
        return rows;
    }

    /// <summary>Calls <paramref name="visit"/> for each line that is not blank, with its number from 1, until it answers false.</summary>
    public static void Read(Stream stream, string name, Func<ReadOnlyMemory<byte>, long, bool> visit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        var (start, end, searched, line, final) = (0, 0, 0, 1L, false);
        try
        {
            while (!final || start < end)
            {
                var next = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
                if (next < 0 && !final)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    (buffer, start, end) = MakeRoom(buffer, start, end, name, line);
                    searched = end;
                    var read = stream.Read(buffer, end, buffer.Length - end);
                    (end, final) = (end + read, read == 0);
                    if (final) searched = start;
                    continue;
                }

                var stop = next < 0 ? end : searched + next;
                var content = Trim(buffer.AsMemory(start, stop - start), line);
                if (!content.IsEmpty && !visit(content, line)) return;
                (start, line) = (Math.Min(stop + 1, end), line + 1);
                searched = start;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> content, long line) => (line == 1 ? WithoutMark(content) : content).Trim(" \t\r"u8);

    /// <summary>What follows a byte order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> content) => content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;

    /// <summary>Why a line cannot be loaded, or null: its form first, then the values of the known columns.</summary>
    public static string? Fault(ReadOnlySpan<byte> bytes, JsonType.Struct type)
    {
        if (!Utf8.IsValid(bytes)) return "holds bytes that are not UTF-8";
        try
        {
            var reader = new Utf8JsonReader(bytes);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return "is not a JSON object";
            if (HasHalfACharacter(bytes)) return "holds a \\u escape that is half a character";
            var fault = type.Fault(ref reader);
            return reader.Read() ? "holds more than one JSON value" : fault?[1..];
        }
        catch (JsonException e)
        {
            return $"is not JSON: {Reason(e)}";
        }
    }

    /// <summary>Whether a text or name has one half of a surrogate pair alone, which is JSON but no Unicode.</summary>
    static bool HasHalfACharacter(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\\uD"u8) < 0 && bytes.IndexOf("\\ud"u8) < 0) return false;
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
                if (reader.ValueIsEscaped) _ = reader.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>The parser's message ends with its own position in the line.</summary>
    static string Reason(JsonException e) =>
        $"{e.Message.Split(" LineNumber", 2)[0].TrimEnd('.', ' ')} (byte {e.BytePositionInLine + 1})";

    static string Raw(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * BadRow.MaxRawCharacters)]);
        return text.Length <= BadRow.MaxRawCharacters ? text : text[..BadRow.MaxRawCharacters];
    }

    /// <summary>The error for a line that no record is as long as.</summary>
    /// <param name="line">Its number, where it is known.</param>
    public static IngestException TooLong(string name, long? line) =>
        new(IngestErrorKind.DamagedFile, $"{name}{(line is { } number ? $":{number}" : "")}: {(line is null ? "a" : "the")} line is longer than {MaxLineBytes >> 20} MiB; nothing of this file was loaded. If the file is one JSON document, say \"format: json\".");

    static (byte[] Buffer, int Start, int End) MakeRoom(byte[] buffer, int start, int end, string name, long line)
    {
        var length = end - start;
        if (length > MaxLineBytes) throw TooLong(name, line);
        var target = length > buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(buffer.Length * 2) : buffer;
        buffer.AsSpan(start, length).CopyTo(target);
        if (target != buffer) ArrayPool<byte>.Shared.Return(buffer);
        return (target, 0, length);
    }
}
