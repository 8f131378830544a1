using Tarn.Engine;

namespace Tarn.Server.Problems;

/// <summary>The engine's errors as problems.</summary>
static class EngineProblems
{
    public static Problem Of(EngineException error)
    {
        var position = error.Position is { } at ? new ProblemPosition(at.Offset, at.Line, at.Column) : null;
        return new Problem(KindOf(error), error.Message) { Cause = position is null ? null : new ProblemCause(Position: position) };
    }

    static ProblemKind KindOf(EngineException error) => error.Kind switch
    {
        EngineErrorKind.Syntax => ProblemKind.Syntax,
        EngineErrorKind.NotFound => Says(error, "function") ? ProblemKind.UnknownFunction : ProblemKind.UnknownTable,
        EngineErrorKind.AlreadyExists => ProblemKind.AlreadyExists,
        EngineErrorKind.Binding => BindingKind(error),
        EngineErrorKind.Conversion or EngineErrorKind.OutOfRange or EngineErrorKind.InvalidInput => ProblemKind.InvalidValue,
        EngineErrorKind.Refused => ProblemKind.NotAllowed,
        EngineErrorKind.Forbidden => ProblemKind.Forbidden,
        EngineErrorKind.NotSupported => ProblemKind.Unsupported,
        EngineErrorKind.Conflict => ProblemKind.Conflict,
        EngineErrorKind.Cancelled => ProblemKind.Cancelled,
        EngineErrorKind.Timeout => ProblemKind.Timeout,
        EngineErrorKind.ResourceLimit => LimitKind(error),
        EngineErrorKind.Storage or EngineErrorKind.CommitUnknown => ProblemKind.Storage,
        EngineErrorKind.Corrupt => ProblemKind.CorruptFile,
        _ => ProblemKind.Internal,
    };

    /// <summary>The executor tells unknown columns, functions and misfit types apart in its words only.</summary>
    static ProblemKind BindingKind(EngineException error) =>
        Says(error, "function") ? ProblemKind.UnknownFunction : Says(error, "column") ? ProblemKind.UnknownColumn : ProblemKind.TypeMismatch;

    static ProblemKind LimitKind(EngineException error) =>
        Says(error, "memory") ? ProblemKind.OutOfMemory : Says(error, "disk") || Says(error, "spill") ? ProblemKind.DiskFull : ProblemKind.Busy;

    static bool Says(EngineException error, string word) => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase);
}
