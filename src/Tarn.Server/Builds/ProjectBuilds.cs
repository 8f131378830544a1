using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tarn.Iceberg.Catalogs;
using Tarn.Project;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Builds;

/// <summary>The dbt project's artifacts, read again when a build wrote them anew.</summary>
sealed class ProjectBuilds(ProjectFolder folder, ILogger<ProjectBuilds> log) : IDisposable
{
    readonly SemaphoreSlim _reading = new(1);
    volatile Known? _known;

    string Target => Path.Combine(folder.Root, "target");

    /// <summary>Whether the folder holds a dbt project at all.</summary>
    public bool HasProject => File.Exists(folder.DbtProjectFile);

    /// <summary>Null before the first build, and where the artifacts cannot be read.</summary>
    public async ValueTask<BuiltProject?> ReadAsync(CancellationToken cancellationToken)
    {
        var stamp = Stamp();
        if (_known is { } known && known.Stamp == stamp) return known.Project;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            stamp = Stamp();
            if (_known?.Stamp != stamp) _known = new Known(stamp, await LoadAsync(cancellationToken));
            return _known!.Project;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The node whose table this is.</summary>
    public static BuiltNode? NodeOf(BuiltProject? builds, TableIdentifier table) => builds?.NodeOf(table.Namespace.ToString(), table.Name);

    public void Dispose() => _reading.Dispose();

    (DateTime Manifest, DateTime Results, DateTime Builds) Stamp() =>
        (Written(BuiltProject.ManifestFile), Written(BuiltProject.ResultsFile), Written(BuildTimes.File));

    DateTime Written(string file) => File.GetLastWriteTimeUtc(Path.Combine(Target, file));

    async Task<BuiltProject?> LoadAsync(CancellationToken cancellationToken)
    {
        var (manifest, results) = (Path.Combine(Target, BuiltProject.ManifestFile), Path.Combine(Target, BuiltProject.ResultsFile));
        try
        {
            if (!File.Exists(manifest)) return null;
            var bytes = File.Exists(results) ? await File.ReadAllBytesAsync(results, cancellationToken) : null;
            var builds = Path.Combine(Target, BuildTimes.File);
            return BuiltProject.Parse(await File.ReadAllBytesAsync(manifest, cancellationToken), bytes) with
            {
                Built = File.Exists(builds) ? BuildTimes.Parse(await File.ReadAllBytesAsync(builds, cancellationToken)) : BuildTimes.None,
            };
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or KeyNotFoundException or InvalidOperationException)
        {
            // Pages go on without what only the artifacts know.
            BuildLog.Unreadable(log, manifest, error);
            return null;
        }
    }

    sealed record Known((DateTime Manifest, DateTime Results, DateTime Builds) Stamp, BuiltProject? Project);
}
