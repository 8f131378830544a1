using System.Text;

namespace Tarn.Engine.Sql.Lexing;

/// <summary>Turns the executor's positions (UTF-8 bytes) into ours (UTF-16 units) for one text.</summary>
internal sealed class Utf8Map
{
    readonly int _length;
    readonly int[]? _utf16OfByte;

    public Utf8Map(string text)
    {
        _length = text.Length;
        if (Ascii.IsValid(text)) return;
        _utf16OfByte = new int[Encoding.UTF8.GetByteCount(text) + 1];
        var at = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var rune = Rune.GetRuneAt(text, i);
            for (var b = 0; b < rune.Utf8SequenceLength; b++) _utf16OfByte[at++] = i;
            i += rune.Utf16SequenceLength - 1;
        }
        _utf16OfByte[at] = text.Length;
    }

    public int ToUtf16(long byteOffset) => _utf16OfByte is { } bytes
        ? bytes[(int)Math.Clamp(byteOffset, 0, bytes.Length - 1)]
        : (int)Math.Clamp(byteOffset, 0, _length);
}
