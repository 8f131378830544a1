using System.Runtime.InteropServices;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>C strings that DuckDB hands out: some stay its own, some are ours to free.</summary>
static class NativeText
{
    public static string Borrowed(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    public static string Owned(nint text)
    {
        if (text == 0) return "";
        try
        {
            return Marshal.PtrToStringUTF8(text)!;
        }
        finally
        {
            HelperFunctions.Free(text);
        }
    }

    /// <summary>Refuses SQL that the C interface would cut at a NUL: what was looked at and what runs would be two texts.</summary>
    public static string Whole(string sql)
    {
        var nul = sql.IndexOf('\0', StringComparison.Ordinal);
        return nul < 0
            ? sql
            : throw EngineException.At(EngineErrorKind.Syntax, "The statement holds the character U+0000. Nothing was run.", sql, nul);
    }
}
