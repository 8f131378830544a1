using System.Collections.Frozen;

namespace Tarn.Server.Problems;

/// <summary>What every answer of one kind has in common.</summary>
/// <param name="Name">The kind on the wire.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The English title; the UI translates by the name.</param>
/// <param name="Retryable">True when the same request may succeed later without a change.</param>
sealed record ProblemTraits(string Name, int Status, string Title, bool Retryable)
{
    static readonly FrozenDictionary<ProblemKind, ProblemTraits> Table = new Dictionary<ProblemKind, ProblemTraits>
    {
        [ProblemKind.InvalidRequest] = new("invalidRequest", 400, "The request is not valid", false),
        [ProblemKind.Syntax] = new("syntax", 400, "The statement cannot be parsed", false),
        [ProblemKind.UnknownTable] = new("unknownTable", 400, "No such table", false),
        [ProblemKind.UnknownColumn] = new("unknownColumn", 400, "Names or types do not fit", false),
        [ProblemKind.UnknownFunction] = new("unknownFunction", 400, "No such function", false),
        [ProblemKind.TypeMismatch] = new("typeMismatch", 400, "A value does not fit its type", false),
        [ProblemKind.InvalidValue] = new("invalidValue", 400, "A value is not accepted", false),
        [ProblemKind.Unsupported] = new("unsupported", 400, "Not supported", false),
        [ProblemKind.NotAllowed] = new("notAllowed", 400, "Not allowed in SQL", false),
        [ProblemKind.Unauthenticated] = new("unauthenticated", 401, "Not signed in", false),
        [ProblemKind.LoginFailed] = new("loginFailed", 401, "User or password is wrong", false),
        [ProblemKind.Forbidden] = new("forbidden", 403, "A permission is missing", false),
        [ProblemKind.Csrf] = new("csrf", 403, "The anti-forgery header is missing or wrong", false),
        [ProblemKind.NotFound] = new("notFound", 404, "Not found", false),
        [ProblemKind.Conflict] = new("conflict", 409, "Something else came first", true),
        [ProblemKind.AlreadyExists] = new("alreadyExists", 409, "It already exists", false),
        [ProblemKind.TooLarge] = new("tooLarge", 413, "Larger than a limit allows", false),
        [ProblemKind.TooManyAttempts] = new("tooManyAttempts", 429, "Too many failed logins", true),
        [ProblemKind.Busy] = new("busy", 429, "The server is busy", true),
        [ProblemKind.Cancelled] = new("cancelled", 499, "Cancelled", false),
        [ProblemKind.Timeout] = new("timeout", 504, "It took longer than allowed", true),
        [ProblemKind.Engine] = new("engine", 500, "The engine failed", false),
        [ProblemKind.Storage] = new("storage", 500, "The storage failed", true),
        [ProblemKind.Source] = new("source", 502, "The source could not be read or does not fit", true),
        [ProblemKind.CorruptFile] = new("corruptFile", 500, "A file is damaged or missing", false),
        [ProblemKind.Internal] = new("internal", 500, "A defect in Tarn", false),
        [ProblemKind.Unavailable] = new("unavailable", 503, "The server is starting or stopping", true),
        [ProblemKind.OutOfMemory] = new("outOfMemory", 507, "Out of memory", true),
        [ProblemKind.DiskFull] = new("diskFull", 507, "The disk is full", true),
    }.ToFrozenDictionary();

    static readonly FrozenDictionary<string, ProblemKind> ByName = Table.ToFrozenDictionary(entry => entry.Value.Name, entry => entry.Key, StringComparer.Ordinal);

    public static ProblemTraits Of(ProblemKind kind) => Table[kind];

    /// <summary>The kind of a name on the wire; null for a name that is none.</summary>
    public static ProblemKind? KindNamed(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;
}
