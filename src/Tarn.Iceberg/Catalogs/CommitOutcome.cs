using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Catalogs;

/// <summary>How a commit ended.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome()
    {
    }

    /// <summary>The table is at this metadata now.</summary>
    public sealed record Committed(TableMetadata Metadata, string MetadataLocation) : CommitOutcome;

    /// <summary>A requirement failed or somebody else was faster; nothing happened.</summary>
    public sealed record Conflict(string Reason) : CommitOutcome;

    /// <summary>It may have happened. Load the table to find out, and delete nothing that the commit refers to.</summary>
    public sealed record Unknown(Exception Cause) : CommitOutcome;
}

/// <summary>How a commit of several tables ended.</summary>
public abstract record TransactionOutcome
{
    private TransactionOutcome()
    {
    }

    /// <summary>Every table is at its new metadata, in the order of the commits.</summary>
    public sealed record Committed(IReadOnlyList<CommitOutcome.Committed> Tables) : TransactionOutcome;

    /// <summary>One table's requirements failed; nothing happened to any.</summary>
    public sealed record Conflict(TableIdentifier Identifier, string Reason) : TransactionOutcome;

    /// <summary>It may have happened, to all tables or to none.</summary>
    public sealed record Unknown(Exception Cause) : TransactionOutcome;
}

/// <summary>How a commit of a view ended.</summary>
public abstract record ViewCommitOutcome
{
    private ViewCommitOutcome()
    {
    }

    public sealed record Committed(ViewMetadata Metadata, string MetadataLocation) : ViewCommitOutcome;

    public sealed record Conflict(string Reason) : ViewCommitOutcome;

    public sealed record Unknown(Exception Cause) : ViewCommitOutcome;
}
