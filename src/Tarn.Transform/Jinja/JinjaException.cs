namespace Tarn.Transform.Jinja;

/// <summary>
/// What a template raised: Python's exception class as <see cref="ErrorType"/>, Python's message, and the template lines that were active.
/// </summary>
/// <remarks>Templates see Python's exceptions; their class names are the kinds that users know, so they are the kind here.</remarks>
public sealed class JinjaException : Exception
{
    public JinjaException()
        : this("RuntimeError", string.Empty)
    {
    }

    public JinjaException(string message)
        : this("RuntimeError", message)
    {
    }

    public JinjaException(string message, Exception innerException)
        : base(message, innerException) => ErrorType = "RuntimeError";

    public JinjaException(string errorType, string message, int? line = null)
        : base(message)
    {
        ErrorType = errorType;
        SyntaxLine = line;
    }

    /// <summary>Name of the Python class, such as <c>TypeError</c> or <c>TemplateSyntaxError</c>.</summary>
    public string ErrorType { get; }

    /// <summary>Line that the error itself names (syntax errors); null for errors of evaluation.</summary>
    public int? SyntaxLine { get; }

    /// <summary>Active template lines, the innermost first; the last one is in the rendered template itself.</summary>
    public IReadOnlyList<int> TemplateLines => lines;

    /// <summary>The value that the host attached, such as the name of what was missing.</summary>
    public object? Payload { get; init; }

    /// <summary>The error that led to this one, where Python would chain them.</summary>
    public JinjaException? Cause { get; init; }

    /// <summary>How the host classified the error while it passed a macro; null where it did not.</summary>
    public string? Wrapper { get; set; }

    public bool IsSyntaxError => ErrorType is "TemplateSyntaxError" or "TemplateAssertionError";

    private readonly List<int> lines = [];

    internal void AddLine(int line) => lines.Add(line);

    public static JinjaException Type(string message) => new("TypeError", message);

    public static JinjaException Value(string message) => new("ValueError", message);

    public static JinjaException Undefined(string message) => new("UndefinedError", message);

    public static JinjaException Runtime(string message) => new("TemplateRuntimeError", message);
}
