using System.Text;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sql.Select;

/// <summary>Makes a query of parts of a statement's text in another order, with our own words between them, and remembers where each part came from.</summary>
internal sealed class TextComposer(string original)
{
    readonly StringBuilder _text = new();
    readonly List<(int ResultStart, int OriginalStart, bool Copied)> _pieces = [];
    int _place;

    /// <summary>Where the next part will begin.</summary>
    public int Length => _text.Length;

    /// <summary>Words of our own; errors in them point at the user's text that was taken last.</summary>
    public TextComposer Add(string words)
    {
        _pieces.Add((_text.Length, _place, false));
        _text.Append(words);
        return this;
    }

    /// <summary>Errors in our next words point here.</summary>
    public TextComposer For(TextSlice slice)
    {
        _place = slice.Start;
        return this;
    }

    /// <summary>A part of the user's text.</summary>
    public TextComposer Add(TextSlice slice)
    {
        _pieces.Add((_text.Length, slice.Start, true));
        _text.Append(original, slice.Start, slice.End - slice.Start);
        _place = slice.Start;
        return this;
    }

    /// <summary>A part in brackets. The line end keeps a comment at its end from swallowing the bracket.</summary>
    public TextComposer AddBracketed(TextSlice slice) => Add("(").Add(slice).Add("\n)");

    public SplicedText ToText() => new(_text.ToString(), _pieces);
}
