using Tarn.Engine.Native;

namespace Tarn.Ingest.Sources.Files.Reading;

/// <summary>File names in and out of the executor's SQL.</summary>
static class FileNames
{
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Identifiers.Literal))}]";

    /// <summary>The source file's name out of the path that the executor read: staged copies stand below a folder of their own.</summary>
    /// <remarks>Where all files stand in one place it is one call, which the executor makes once a chunk and not once a row.</remarks>
    public static string Sql(string root, string stage, IEnumerable<string> paths)
    {
        var folders = paths.Select(p => p.StartsWith(stage + "/", StringComparison.Ordinal)).Distinct().ToList();
        var (ofCopies, ofSources) = ($"substr(filename, {stage.Length + 2})", $"substr(filename, {root.TrimEnd('/').Length + 2})");
        return folders switch
        {
            [true] => ofCopies,
            [false] => ofSources,
            _ => $"CASE WHEN starts_with(filename, {Identifiers.Literal(stage + "/")}) THEN {ofCopies} ELSE {ofSources} END",
        };
    }
}
