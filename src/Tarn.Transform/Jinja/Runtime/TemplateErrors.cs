using Tarn.Transform.Jinja.Python;

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
        catch (InsufficientExecutionStackException)
        {
            var error = new JinjaException("RecursionError", "maximum recursion depth exceeded");
            error.AddLine(frame.Line);
            throw error;
        }
    }
}
