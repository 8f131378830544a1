using System.Diagnostics;
using System.Text.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Testing;

namespace Tarn.Iceberg;

/// <summary>The tables that the reference implementations wrote, and what a correct reader finds in them.</summary>
static class GoldenTables
{
    public const string Needs = "goldens/iceberg";

    static readonly Lazy<string> Folder = new(Unpack);

    /// <summary>The names of all tables that have a current metadata file.</summary>
    public static IEnumerable<string> Names() =>
        Expectations().Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => Expected(name).RootElement.TryGetProperty("files", out _));

    public static JsonDocument Expected(string table) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.PathTo(Needs), "expected", $"{table}.json")));

    public static TableMetadata Metadata(JsonDocument expected)
    {
        _ = Folder.Value;
        var file = expected.RootElement.GetProperty("metadata_file").GetString()!;
        return TableMetadata.FromJsonBytes(File.ReadAllBytes(Storage.Location.Parse(file).LocalPath), file);
    }

    /// <summary>Every manifest and manifest list of every table.</summary>
    public static IEnumerable<string> AvroFiles() =>
        Directory.EnumerateFiles(Folder.Value, "*.avro", SearchOption.AllDirectories).Where(file => file.Contains("/metadata/", StringComparison.Ordinal));

    static IEnumerable<string> Expectations() =>
        Directory.EnumerateFiles(Path.Combine(SharedData.PathTo(Needs), "expected"), "*.json").Order(StringComparer.Ordinal);

    static string Unpack()
    {
        using var process = Process.Start(Path.Combine(SharedData.PathTo(Needs), "unpack.sh"));
        process.WaitForExit();
        return process.ExitCode == 0 ? "/tmp/tarn-goldens/shared" : throw new InvalidOperationException($"unpack.sh ended with {process.ExitCode}");
    }
}
