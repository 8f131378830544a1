namespace Tarn.Operate.Jobs;

/// <summary>A job that was started in this process.</summary>
/// <param name="Id">Known to every process once <see cref="JobRunner.StartAsync{T}"/> has returned, except for queries, which are written a moment later.</param>
/// <param name="Completion">The result, or the exception of the work.</param>
public sealed record JobRun<T>(JobId Id, Task<T> Completion);
