using System.Text.Json;

namespace Tarn.Testing;

/// <summary>The real Spark with Iceberg of the shared folder, run as a program over a warehouse folder (catalog <c>local</c>).</summary>
public static class SparkPeer
{
    /// <summary>What a test that uses it names in its <see cref="SharedFactAttribute"/>.</summary>
    public const string Needs = "peers/spark/spark-sql.sh";

    /// <summary>What each statement answered.</summary>
    /// <param name="Sql">The statement.</param>
    /// <param name="Columns">Names and Spark's types.</param>
    /// <param name="Rows">The rows as JSON objects.</param>
    public sealed record Answer(string Sql, IReadOnlyList<(string Name, string Type)> Columns, IReadOnlyList<JsonElement> Rows);

    /// <summary>Gives a table of any catalog the name <c>local.db.table</c>: its metadata file is copied, everything else is read where it is.</summary>
    public static void Register(string warehouse, string table, string metadataPath)
    {
        var folder = Directory.CreateDirectory(Path.Combine(warehouse, "db", table, "metadata")).FullName;
        File.Copy(metadataPath, Path.Combine(folder, "v1.metadata.json"));
        File.WriteAllText(Path.Combine(folder, "version-hint.text"), "1");
    }

    /// <summary>Runs statements, separated by <c>;</c>, in one Spark; an error carries Spark's.</summary>
    /// <param name="warehouse">The folder; tables elsewhere come in by their metadata file: <c>CALL local.system.register_table(…)</c>.</param>
    /// <param name="statements">SQL.</param>
    /// <param name="settings">Spark's settings, <c>key=value</c>.</param>
    public static async Task<IReadOnlyList<Answer>> RunAsync(string warehouse, string statements, params string[] settings)
    {
        var output = await PeerProgram.OutputAsync("bash", [SharedData.PathTo(Needs), "--hadoop", warehouse, "--xmx", "1200m", .. settings.SelectMany(s => (string[])["--conf", s]), "-e", statements], "");
        var answers = new List<Answer>();
        var rows = new List<JsonElement>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement.Clone();
            if (root.TryGetProperty("$error", out _)) throw new InvalidOperationException($"Spark: {line}");
            if (root.TryGetProperty("$statement", out _))
            {
                rows = [];
                var columns = root.TryGetProperty("schema", out var schema)
                    ? schema.EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("type").GetString()!)).ToList()
                    : [];
                answers.Add(new Answer(root.GetProperty("sql").GetString()!, columns, rows));
            }
            else if (!root.TryGetProperty("$end", out _))
            {
                rows.Add(root);
            }
        }
        return answers;
    }
}
