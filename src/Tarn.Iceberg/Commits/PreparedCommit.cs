using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>What a commit amounts to against the current metadata: pure, for catalogs to store.</summary>
public abstract record PreparedCommit
{
    private PreparedCommit()
    {
    }

    /// <summary>Store this metadata and swap the pointer to it.</summary>
    public sealed record Ready(TableMetadata Metadata) : PreparedCommit;

    /// <summary>All requirements hold and nothing changes: the current metadata is the outcome.</summary>
    public sealed record NoChange(TableMetadata Metadata) : PreparedCommit;

    /// <summary>Nothing to be stored; the outcome is a conflict.</summary>
    public sealed record Conflict(string Reason) : PreparedCommit;

    /// <summary>Checks the requirements and applies the updates.</summary>
    /// <param name="commit">The change.</param>
    /// <param name="current">The table's metadata now; null where there is no such table.</param>
    /// <param name="currentLocation">The file that holds it.</param>
    /// <param name="time">Gives <c>last-updated-ms</c>.</param>
    /// <exception cref="IcebergException">The updates do not fit the table whoever else committed (<see cref="IcebergErrorKind.InvalidArgument"/>).</exception>
    public static PreparedCommit Of(TableCommit commit, TableMetadata? current, string? currentLocation, TimeProvider time)
    {
        if (TableRequirements.FirstFailure(commit.Requirements, current) is { } reason) return new Conflict(reason);
        if (current is null && !commit.Requirements.Contains(new TableRequirement.AssertCreate()))
            throw new IcebergException(IcebergErrorKind.NoSuchTable, $"Table does not exist: {commit.Identifier}");
        try
        {
            var next = new TableMetadataBuilder(current, currentLocation, time).Apply(commit.Updates).Build();
            return ReferenceEquals(next, current) ? new NoChange(next) : new Ready(next);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.CommitConflict)
        {
            return new Conflict(e.Message);
        }
    }
}
