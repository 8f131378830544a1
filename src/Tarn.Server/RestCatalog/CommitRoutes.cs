using System.Collections.Immutable;
using System.Diagnostics;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Commits;
using Tarn.Security.Roles;

namespace Tarn.Server.RestCatalog;

/// <summary>Commits: of one table, and of several at once.</summary>
/// <remarks>A commit whose requirements still hold goes in although the table moved on: the catalog tries again by itself.</remarks>
sealed class CommitRoutes(RestHost host)
{
    public IEnumerable<RestRoute> Routes =>
    [
        new("POST", "/v1/{prefix}/namespaces/{namespace}/tables/{table}", Permission.WriteRows, CommitAsync) { IsChange = true },
        new("POST", "/v1/{prefix}/transactions/commit", Permission.WriteRows, CommitTransactionAsync) { IsChange = true },
    ];

    async Task<RestAnswer> CommitAsync(RestCall call)
    {
        var commit = call.Read(json => TableMessages.ReadCommit(json, call.Table));
        Demand(call, commit);
        return await host.Catalog.CommitAsync(commit, call.Token) switch
        {
            CommitOutcome.Committed committed => host.Answers.Of(commit.Identifier, committed.Metadata, committed.MetadataLocation),
            CommitOutcome.Conflict conflict => throw RestException.Conflict(conflict.Reason),
            CommitOutcome.Unknown unknown => throw RestException.StateUnknown(unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    async Task<RestAnswer> CommitTransactionAsync(RestCall call)
    {
        var commits = call.Read(TableMessages.ReadTransaction);
        foreach (var commit in commits) Demand(call, commit);
        return await host.Catalog.CommitTransactionAsync(commits, call.Token) switch
        {
            TransactionOutcome.Committed => RestAnswer.Nothing,
            TransactionOutcome.Conflict conflict => throw RestException.Conflict($"{conflict.Reason} ({conflict.Identifier}); no table was changed"),
            TransactionOutcome.Unknown unknown => throw RestException.StateUnknown(unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    void Demand(RestCall call, TableCommit commit)
    {
        host.Demand(call, Permission.WriteRows, commit.Identifier);
        if (commit.Requirements.Contains(new TableRequirement.AssertCreate()) || DefinesTable(commit.Updates)) host.Demand(call, Permission.ManageTables, commit.Identifier);
    }

    /// <summary>Whether a commit does more than add, remove and point to snapshots: then it takes what ALTER TABLE takes.</summary>
    static bool DefinesTable(ImmutableArray<TableUpdate> updates) => updates.Any(update => update is not (
        TableUpdate.AddSnapshot or TableUpdate.SetSnapshotRef or TableUpdate.RemoveSnapshotRef or TableUpdate.RemoveSnapshots or TableUpdate.SetStatistics
        or TableUpdate.RemoveStatistics or TableUpdate.SetPartitionStatistics or TableUpdate.RemovePartitionStatistics));
}
