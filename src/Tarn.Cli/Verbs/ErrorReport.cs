using System.Text.Json;
using Tarn.Engine;
using Tarn.Iceberg;
using Tarn.Ingest;
using Tarn.Operate;
using Tarn.Project;
using Tarn.Security;
using Tarn.Server.Problems;
using Tarn.Storage;
using Tarn.Transform;

namespace Tarn.Cli.Verbs;

/// <summary>A failure as the command line shows it.</summary>
/// <param name="Kind">For scripts: the error's kind in snake case.</param>
/// <param name="Message">What happened, to what, and what to do.</param>
/// <param name="ExitCode">See <see cref="Verbs.ExitCode"/>.</param>
/// <param name="Line">In the statement's text, from 1; null where there is none.</param>
/// <param name="Column">In that line, from 1.</param>
sealed record ErrorReport(string Kind, string Message, int ExitCode, int? Line = null, int? Column = null)
{
    /// <summary>Which statement of a script failed, from 1; null where there was one only.</summary>
    public int? Statement { get; init; }

    /// <summary>The report of an error of ours; null for anything else, which is a defect and shows as one.</summary>
    public static ErrorReport? Of(Exception error) => error switch
    {
        EngineException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Failed, e.Position?.Line, e.Position?.Column),
        ProjectException { Kind: ProjectErrorKind.Invalid } e => new(Snake(e.Kind), $"{e.Message}\nNothing was done. Mend the project's files and run it again.", Verbs.ExitCode.Usage),
        ProjectException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Usage),
        IngestException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Failed),
        IcebergException { Kind: IcebergErrorKind.NoSuchTable } e => new(Snake(e.Kind), $"{e.Message}. `tarn tables` lists what is there.", Verbs.ExitCode.Failed),
        IcebergException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Failed),
        DbtException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Usage),
        StorageException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Failed),
        AccessException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Failed),
        OperateException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Failed),
        ServerException e => new(Snake(e.Kind), e.Message, Verbs.ExitCode.Failed),
        UsageException e => new("usage", e.Message, Verbs.ExitCode.Usage),
        IOException or UnauthorizedAccessException => new("io", error.Message, Verbs.ExitCode.Failed),
        _ => null,
    };

    public void Print(bool json)
    {
        if (!json)
        {
            Console.Error.WriteLine(Statement is { } which ? $"error in statement {which}: {Message}" : $"error: {Message}");
            return;
        }

        using var writer = new Utf8JsonWriter(Console.OpenStandardError());
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("kind", Kind);
        writer.WriteString("message", Message);
        if (Statement is { } statement) writer.WriteNumber("statement", statement);
        if (Line is { } line) writer.WriteNumber("line", line);
        if (Column is { } column) writer.WriteNumber("column", column);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        Console.Error.WriteLine();
    }

    static string Snake<T>(T kind) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}

/// <summary>The command line asks for something that does not go together.</summary>
sealed class UsageException(string message) : Exception(message);
