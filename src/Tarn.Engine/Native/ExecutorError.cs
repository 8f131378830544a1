using System.Text;
using System.Text.Json;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>What DuckDB said when a call failed, as it says it with <c>errors_as_json</c>, and the exception that it becomes.</summary>
static class ExecutorError
{
    static readonly string[] Internals = ["\n\nStack Trace:", "\nThis error signals an assertion failure", "\n\nIn file \"", "\nThis can happen when reading multiple"];

    /// <summary>
    /// What its reader of Parquet says, in errors of any type, of bytes that are no Parquet: bad input, storage, and failed assertions of its own, which are none where it reads what a file says.
    /// </summary>
    static readonly string[] DamagedFiles =
    [
        "magic bytes", "too small to be a Parquet file", "TProtocolException", "Out of buffer", "don't know what type:", "ecompression failure", "is likely corrupted", "Malformed Parquet schema",
        "Incorrect stats size for type", "Failed to read Parquet file", "schema element", "Failed to read file", "Prefetch registered for bytes outside file", "Corrupted file?", "Corrupted VARIANT",
        "Variant group can only contain", "The Variant column must have", "Damaged variant data", "Damaged time data", "Information loss on integer cast", "Decimal has a width of", "Could not read enough bytes from file",
        "converted type", "FIXED_LEN_BYTE_ARRAY requires length", "DECIMAL requires a length and scale", "Invalid string encoding found in Parquet file",
        "MAP_KEY_VALUE", "of the bitpacked data exceeds", "metadata is corrupt", "corrupt file?", "Data corruption detected", "data may be corrupt", "Invalid decimal encoding in Parquet file", "Mismatch in parquet read",
    ];

    /// <summary>How the system says that a disk is full (ENOSPC), in the middle of the executor's text.</summary>
    const string NoSpace = "No space left on device";

    public static EngineException From(string raw, string sql)
    {
        var start = raw.IndexOf("{\"exception_type\"", StringComparison.Ordinal);
        if (start < 0) return Plain(raw);
        try
        {
            using var json = JsonDocument.Parse(raw.AsMemory(start));
            var root = json.RootElement;
            var error = Of(Text(root, "exception_type"), Text(root, "error_subtype"), Text(root, "exception_message"));
            return error.InnerException is null && ulong.TryParse(Text(root, "position"), out var bytes) && Offset(sql, bytes) is { } offset
                ? EngineException.At(error.Kind, error.Message, sql, offset)
                : error;
        }
        catch (JsonException)
        {
            return Plain(raw);
        }
    }

    public static EngineException From(DuckDbErrorType type, string message) => Of(Name(type), "", message);

    static EngineException Of(string type, string subtype, string message)
    {
        // A user's text may hold any words; the system's are told by what reads, writes or fails within.
        if (type.ToUpperInvariant() is "IO" or "FATAL" or "INTERNAL" or "" && message.Contains(NoSpace, StringComparison.Ordinal)) return DiskFull(message);
        var kind = KindOf(type, subtype, message);
        return kind == EngineErrorKind.Corrupt ? Damaged(Clean(message)) : new EngineException(kind, Clean(message));
    }

    static EngineException Damaged(string message) => new(
        EngineErrorKind.Corrupt, $"A file of a table is damaged or missing: {message.TrimEnd('.')}. Nothing was changed. Restore the file, or go back to a snapshot without it.",
        null, new InvalidDataException(message));

    static EngineException DiskFull(string raw)
    {
        var file = raw.Split('"').FirstOrDefault(part => part.StartsWith('/'))?.TrimEnd('\\');
        return new EngineException(
            EngineErrorKind.Storage, $"The disk is full{(file is null ? "" : $": {file} could not be written")}. Nothing was changed. Free some space (`tarn doctor` names files that nobody needs) and try again.", null, new IOException(raw));
    }

    /// <summary>The form without JSON: <c>Binder Error: text</c>, and sometimes <c>LINE 1: …</c> with a caret.</summary>
    static EngineException Plain(string raw)
    {
        var colon = raw.IndexOf(" Error: ", StringComparison.Ordinal);
        var type = colon > 0 && colon < 30 ? raw[..colon] : "";
        var message = type.Length == 0 ? raw : raw[(colon + " Error: ".Length)..];
        var line = message.IndexOf("\n\nLINE ", StringComparison.Ordinal);
        return Of(type, "", line >= 0 ? message[..line] : message);
    }

    static string Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    /// <summary>Byte offset in UTF-8 to UTF-16 units; null when it is DuckDB's "none" or not inside the text.</summary>
    static int? Offset(string sql, ulong bytes)
    {
        if (bytes > (ulong)sql.Length * 3) return null;
        var left = (long)bytes;
        var at = 0;
        while (left > 0 && at < sql.Length)
        {
            _ = Rune.DecodeFromUtf16(sql.AsSpan(at), out var rune, out var used);
            left -= rune.Utf8SequenceLength;
            at += used;
        }
        return at;
    }

    static string Clean(string message)
    {
        foreach (var mark in Internals)
        {
            var at = message.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0) message = message[..at];
        }
        return message.Trim();
    }

    static string Name(DuckDbErrorType type) => type switch
    {
        DuckDbErrorType.OutOfRange => "Out of Range",
        DuckDbErrorType.InvalidInput => "Invalid Input",
        DuckDbErrorType.Io => "IO",
        DuckDbErrorType.OutOfMemory => "Out of Memory",
        DuckDbErrorType.NotImplemented => "Not implemented",
        _ => type.ToString(),
    };

    static EngineErrorKind KindOf(string type, string subtype, string message) => type.ToUpperInvariant() switch
    {
        _ when message.Contains("Unsupported compression codec", StringComparison.Ordinal) => EngineErrorKind.NotSupported,
        _ when message.Contains(Scans.Variants.VariantReading.Refusal, StringComparison.Ordinal) => EngineErrorKind.NotSupported,
        "PARSER" or "SYNTAX" => EngineErrorKind.Syntax,
        "CATALOG" when message.Contains("already exists", StringComparison.Ordinal) => EngineErrorKind.AlreadyExists,
        "CATALOG" when subtype == "MISSING_ENTRY" || message.Contains("does not exist", StringComparison.Ordinal) => EngineErrorKind.NotFound,
        "BINDER" or "CATALOG" or "PLANNER" or "EXPRESSION" => EngineErrorKind.Binding,
        "CONVERSION" or "MISMATCH TYPE" => EngineErrorKind.Conversion,
        "OUT OF RANGE" or "DECIMAL" => EngineErrorKind.OutOfRange,
        "NOT IMPLEMENTED" or "MISSING EXTENSION" or "EXTENSION AUTOLOADING" => EngineErrorKind.NotSupported,
        "INTERRUPT" => EngineErrorKind.Cancelled,
        "OUT OF MEMORY" or "OBJECT SIZE" => EngineErrorKind.ResourceLimit,
        "PERMISSION" => EngineErrorKind.Refused,
        "TRANSACTIONCONTEXT" => EngineErrorKind.Conflict,
        _ when IsDamagedFile(message) => EngineErrorKind.Corrupt,
        "IO" => IsMissingFile(message) || IsPlaceless(message) ? EngineErrorKind.Corrupt : EngineErrorKind.Storage,
        "INVALID INPUT" or "INVALID" or "DIVIDE BY ZERO" or "CONSTRAINT" or "SEQUENCE" or "DEPENDENCY" or "INVALID CONFIGURATION" or "INVALID TYPE"
            or "PARAMETER NOT RESOLVED" or "PARAMETER NOT ALLOWED" or "SETTINGS" => EngineErrorKind.InvalidInput,
        _ => EngineErrorKind.Internal,
    };

    static bool IsMissingFile(string message) =>
        message.Contains("No such file", StringComparison.Ordinal) || message.Contains("No files found", StringComparison.Ordinal);

    /// <summary>A file that names a place before its beginning: the system calls the read an invalid argument.</summary>
    static bool IsPlaceless(string message) => message.StartsWith("Could not read from file", StringComparison.Ordinal) && message.EndsWith(": Invalid argument", StringComparison.Ordinal);

    static bool IsDamagedFile(string message) => DamagedFiles.Any(words => message.Contains(words, StringComparison.Ordinal));
}
