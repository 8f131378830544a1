namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Adds the template line to errors that leave an activation.</summary>
internal static class TemplateErrors
{
    public static object? Guard(Frame frame, Func<object?> run)
    {
        try
        {
            return run();
        }
        catch (JinjaException error)
        {
            error.AddLine(frame.Line);
            throw;
        }
        catch (Exception cause) when (Translate(cause) is { } error)
        {
            error.AddLine(frame.Line);
            throw error;
        }
    }

    /// <summary>What .NET raises where a value is of a type or size that a built-in function does not take.</summary>
    public static JinjaException? Translate(Exception cause) => cause switch
    {
        InsufficientExecutionStackException => new JinjaException("RecursionError", "maximum recursion depth exceeded"),
        InvalidCastException or NullReferenceException or ArgumentException or FormatException => JinjaException.Type(cause.Message),
        OverflowException => new JinjaException("OverflowError", cause.Message),
        System.Text.RegularExpressions.RegexMatchTimeoutException => new JinjaException("TimeoutError", "the regular expression took too long"),
        _ => null,
    };
}
