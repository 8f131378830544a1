namespace Tarn.Storage.State;

/// <summary>What a power failure may take.</summary>
enum Durability
{
    /// <summary>Nothing that was acknowledged: the log is synced with each commit.</summary>
    Full,

    /// <summary>The last moments, never consistency: for records such as heartbeats, which are not worth an fsync.</summary>
    Relaxed,
}
