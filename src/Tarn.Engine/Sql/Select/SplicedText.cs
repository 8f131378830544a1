using System.Text;

namespace Tarn.Engine.Sql.Select;

/// <summary>The user's text with tables put in, and the way back: where an offset of the result was in the original.</summary>
internal sealed class SplicedText
{
    readonly List<(int ResultStart, int OriginalStart, bool Copied)> _pieces;

    internal SplicedText(string text, List<(int, int, bool)> pieces) => (Text, _pieces) = (text, pieces);

    public string Text { get; }

    /// <summary>Applies edits that do not overlap, in any order.</summary>
    public static SplicedText Apply(string original, IEnumerable<TextEdit> edits)
    {
        var text = new StringBuilder(original.Length * 2);
        var pieces = new List<(int, int, bool)>();
        var at = 0;
        foreach (var edit in edits.OrderBy(e => e.Start))
        {
            if (edit.Start < at) throw new System.Diagnostics.UnreachableException($"edits overlap at {edit.Start}");
            pieces.Add((text.Length, at, true));
            text.Append(original, at, edit.Start - at);
            pieces.Add((text.Length, edit.Start, false));
            text.Append(edit.Replacement);
            at = edit.End;
        }
        pieces.Add((text.Length, at, true));
        text.Append(original, at, original.Length - at);
        return new SplicedText(text.ToString(), pieces);
    }

    /// <summary>The original offset of one in the result; anything inside a replacement is where the replaced text began.</summary>
    public int ToOriginal(int offset)
    {
        var piece = _pieces.FindLast(p => p.ResultStart <= offset);
        return piece.Copied ? piece.OriginalStart + (offset - piece.ResultStart) : piece.OriginalStart;
    }

    /// <summary>Where an offset of the original is now; one inside replaced text is where the replacement begins.</summary>
    public int ToResult(int offset)
    {
        var piece = _pieces.Where(p => p.OriginalStart <= offset).MaxBy(p => (p.OriginalStart, p.Copied));
        return piece.Copied ? piece.ResultStart + (offset - piece.OriginalStart) : piece.ResultStart;
    }
}
