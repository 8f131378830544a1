namespace Tarn.Operate.Jobs;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>A statement.</summary>
    Query,

    /// <summary>A run of a connection.</summary>
    Sync,

    /// <summary>A dbt command.</summary>
    Dbt,

    /// <summary>Compaction, expiry, orphan removal.</summary>
    Maintain,

    /// <summary>Made-up data.</summary>
    Generate,
}
