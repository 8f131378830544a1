namespace Tarn.Operate.Jobs;

/// <summary>Why a job did not succeed.</summary>
/// <param name="Kind">Stable, for programs: the kind of the library's exception.</param>
/// <param name="Message">For people.</param>
public sealed record JobError(string Kind, string Message);
