using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Project;

namespace Tarn.Transform.Artifacts;

/// <summary>The last success of each model and seed over all runs: target/tarn_builds.json, <c>{unique id: {started, completed}}</c>.</summary>
/// <remarks>run_results.json has the last run only, and a build that found nothing new leaves no trace in its table.</remarks>
public static class BuildTimes
{
    public const string File = "tarn_builds.json";

    const string LockFile = "tarn_builds.lock";
    const int MostLooks = 250;

    static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(20);
    static readonly JsonSerializerOptions Form = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static ImmutableSortedDictionary<string, BuildTime> None { get; } = ImmutableSortedDictionary.Create<string, BuildTime>(StringComparer.Ordinal);

    /// <summary>What the file says; nothing where it is none of ours: a model without its time is as old as its table's last commit.</summary>
    public static ImmutableSortedDictionary<string, BuildTime> Parse(ReadOnlySpan<byte> file)
    {
        try
        {
            return None.SetItems(JsonSerializer.Deserialize<Dictionary<string, BuildTime>>(file, Form) ?? []);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>Adds to what earlier runs built, and to what others that end at the same time do.</summary>
    internal static async Task AddAsync(string folder, IReadOnlyDictionary<string, BuildTime> built, CancellationToken cancellationToken)
    {
        if (built.Count == 0) return;
        var file = Path.Combine(folder, File);
        using var turn = await TurnAsync(Path.Combine(folder, LockFile), cancellationToken).ConfigureAwait(false);
        var known = System.IO.File.Exists(file) ? Parse(await System.IO.File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)) : None;
        WholeFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(known.SetItems(built), Form));
    }

    /// <summary>Null where another holds it for seconds: what he adds may then be lost, which makes a model look older than it is and no more.</summary>
    static async Task<FileStream?> TurnAsync(string file, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            try
            {
                // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix. The file stays: who took one that is then deleted would hold nothing.
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (held is not (DirectoryNotFoundException or FileNotFoundException))
            {
                await Task.Delay(LookDelay, cancellationToken).ConfigureAwait(false);
            }
        }
        return null;
    }
}
