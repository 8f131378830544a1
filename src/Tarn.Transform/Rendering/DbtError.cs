using Tarn.Transform.Jinja;

namespace Tarn.Transform.Rendering;

/// <summary>A rendering error in dbt's classes.</summary>
/// <param name="Type">dbt's class.</param>
/// <param name="Cause">The innermost class.</param>
/// <param name="Message">The message that dbt prints.</param>
/// <param name="Line">Innermost template line.</param>
/// <param name="OuterLine">Line in the rendered template itself.</param>
public sealed record DbtError(string Type, string Cause, string Message, int? Line, int? OuterLine)
{
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "CompilationError", "DependencyError", "DbtDatabaseError", "FailFastError", "EnvVarMissingError", "SecretEnvVarLocationError",
        "RequiredVarNotFoundError", "SetStrictWrongTypeError", "ZipStrictWrongTypeError", "JinjaRenderingError", "ContractError", "MissingConfigError",
        "ColumnTypeMissingError", "MacroNotFoundError", "TargetNotFoundError", "DbtRuntimeError", "DbtInternalError", "ParsingError",
    };

    public static DbtError From(JinjaException error, string source)
    {
        var root = error;
        while (root.Cause is not null)
        {
            root = root.Cause;
        }

        var type = error.Wrapper ?? (error.ErrorType == "UndefinedError" ? "UndefinedMacroError" : Own.Contains(error.ErrorType) ? error.ErrorType : "CompilationError");
        var message = error.Message;
        if (error.IsSyntaxError && error.SyntaxLine is { } line)
        {
            var lines = source.Split('\n');
            message += $"\n  line {line}" + (line <= lines.Length ? $"\n    {lines[line - 1].Trim()}" : string.Empty);
        }

        var inTemplate = error.SyntaxLine is null && error.TemplateLines.Count > 0;
        return new DbtError(type, root.ErrorType, message, error.SyntaxLine ?? (inTemplate ? error.TemplateLines[0] : null), inTemplate ? error.TemplateLines[^1] : null);
    }
}
