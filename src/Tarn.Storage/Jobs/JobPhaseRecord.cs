namespace Tarn.Storage.Jobs;

/// <summary>A phase in the JSON of a job's row; instants as in the other columns.</summary>
sealed record JobPhaseRecord(string Name, long Started, long? Ended);
