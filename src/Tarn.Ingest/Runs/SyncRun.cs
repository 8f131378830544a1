using Tarn.Engine.Sessions;
using Tarn.Ingest.Connections;
using Tarn.Security.Identity;

namespace Tarn.Ingest.Runs;

/// <summary>Runs the streams of a connection, one after the other. A stream that fails does not hold up the others.</summary>
public sealed class SyncRun(Lakehouse lakehouse, Principal principal, TimeProvider time)
{
    /// <summary>Whether the streams read again what rows wait from in quarantine, instead of what is new.</summary>
    public bool Replays { get; init; }

    /// <param name="connection">Whose streams.</param>
    /// <param name="only">One stream's name; null for all.</param>
    /// <param name="job">The job's id, kept with every row and snapshot.</param>
    /// <param name="progress">Told how far the running stream is.</param>
    /// <param name="finished">Called after each stream, with its outcome or its error.</param>
    /// <param name="cancellationToken">Cancels; streams that committed before stay.</param>
    /// <exception cref="IngestException">There is no such stream; nothing was run.</exception>
    public async Task<IReadOnlyList<StreamOutcome>> RunAsync(
        Connection connection, string? only, string job, IProgress<WorkProgress>? progress, Action<StreamOptions, StreamOutcome?, Exception?> finished, CancellationToken cancellationToken)
    {
        var streams = connection.Streams.Where(s => only is null || s.Name == only).ToList();
        if (streams.Count == 0)
            throw new IngestException(IngestErrorKind.UnknownConnection, $"The connection \"{connection.Name}\" has no stream \"{only}\"; it has {string.Join(", ", connection.Streams.Select(s => s.Name))}.");
        var outcomes = new List<StreamOutcome>();
        foreach (var stream in streams)
        {
            try
            {
                var outcome = await new StreamRun(lakehouse, principal, time, connection, stream, job) { Replays = Replays }.RunAsync(progress, cancellationToken).ConfigureAwait(false);
                outcomes.Add(outcome);
                finished(stream, outcome, null);
            }
            catch (Exception e) when (e is IngestException or Engine.EngineException or Iceberg.IcebergException or IOException)
            {
                finished(stream, null, e);
            }
        }

        return outcomes;
    }
}
