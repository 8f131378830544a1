using Tarn.Server.Frames;

namespace Tarn.Server.Profiles;

/// <summary><c>GET /jobs/{id}/profile</c>: where a statement's time went.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Ms">By phase.</param>
/// <param name="Files">Data files read, of those of its snapshots.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Tables">What they resolved to.</param>
sealed record ProfileAnswer(string Job, FrameTimes Ms, FrameFiles Files, FrameBytes Bytes, IReadOnlyList<FrameTable> Tables)
{
    /// <summary>The executor's operators, the last one first; null where the rows were not read to the end.</summary>
    public OperatorAnswer? Plan { get; init; }

    /// <summary>The most memory that the executor's buffers took.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>The most that was spilled to disk.</summary>
    public long? Spilled { get; init; }
}

/// <summary>An operator of the executor's plan.</summary>
/// <param name="Name">In the executor's words.</param>
/// <param name="Ms">Time on all threads in it alone.</param>
/// <param name="Rows">Rows that it gave.</param>
/// <param name="Inputs">The operators that feed it.</param>
sealed record OperatorAnswer(string Name, double Ms, long Rows, IReadOnlyList<OperatorAnswer> Inputs)
{
    /// <summary>What it does: expressions, conditions, keys.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
