namespace Tarn.Engine;

/// <summary>The engine's one exception: what happened, to which object, and where in the user's text.</summary>
public sealed class EngineException : Exception
{
    public EngineException(EngineErrorKind kind, string message, SourcePosition? position = null, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Position = position;
    }

    EngineException(EngineErrorKind kind, string message, string text, int offset, Exception? inner)
        : this(kind, message, SourcePosition.At(text, offset), inner) => (Text, Excerpt) = (text, Position!.Value.Excerpt(text));

    public EngineErrorKind Kind { get; }

    /// <summary>The place in the text that the user gave; null where the error has none.</summary>
    public SourcePosition? Position { get; }

    /// <summary>The line of the user's text with a caret below the place, ready to print; null without a position.</summary>
    public string? Excerpt { get; }

    /// <summary>The text in which <see cref="Position"/> counts; null without one.</summary>
    internal string? Text { get; }

    /// <summary>The executor's own words, without what is said of a table's damaged file: the file may be a source's.</summary>
    public string Words => InnerException is InvalidDataException ? InnerException.Message : Message;

    /// <summary>True when the same statement may succeed if it is tried again.</summary>
    public bool IsTransient => Kind is EngineErrorKind.Conflict or EngineErrorKind.Storage or EngineErrorKind.ResourceLimit;

    /// <summary>An error at <paramref name="offset"/> (UTF-16 units) of the user's <paramref name="text"/>, with its excerpt.</summary>
    public static EngineException At(EngineErrorKind kind, string message, string text, int offset, Exception? inner = null) =>
        new(kind, message, text, offset, inner);
}
