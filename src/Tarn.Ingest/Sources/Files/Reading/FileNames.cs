using Tarn.Engine.Native;

namespace Tarn.Ingest.Sources.Files.Reading;

/// <summary>File names in and out of the executor's SQL.</summary>
static class FileNames
{
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Identifiers.Literal))}]";

    /// <summary>The source file's name out of the path that the executor read: staged copies stand below a folder of their own.</summary>
    public static string Sql(string root, string stage) =>
        $"CASE WHEN starts_with(filename, {Identifiers.Literal(stage + "/")}) THEN substr(filename, {stage.Length + 2}) ELSE substr(filename, {root.TrimEnd('/').Length + 2}) END";
}
