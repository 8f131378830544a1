namespace Tarn.Transform.Runs;

/// <summary>The batches of a microbatch model that were written and those that were not; a retry runs the latter alone.</summary>
public sealed record BatchResults(IReadOnlyList<Batch> Successful, IReadOnlyList<Batch> Failed);
