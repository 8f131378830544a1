using Tarn.Iceberg.Catalogs;
using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Catalog;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Builds;

/// <summary>Answers what the pages of models ask.</summary>
sealed class BuildDesk(ProjectBuilds builds, CatalogWatch watch, CatalogPages catalog, BuildJobs runs, JobRunner jobs, JobPages pages, IAuthorizer authorizer)
{
    static readonly TimeSpan CatalogAge = TimeSpan.FromSeconds(2);
    static readonly string[] Types = ["model", "seed", "snapshot"];

    public async Task<ModelsAnswer> ListAsync(Principal principal, CancellationToken cancellationToken)
    {
        var mayRun = authorizer.Decide(principal, Permission.RunPipelines, SecuredObject.Everything) is Decision.Allowed;
        if (await builds.ReadAsync(cancellationToken) is not { } built) return new ModelsAnswer(builds.HasProject, mayRun, []);
        var tables = await TablesAsync(principal, cancellationToken);
        return new ModelsAnswer(builds.HasProject, mayRun, [.. built.Nodes.Values.Where(n => Types.Contains(n.ResourceType)).OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => Model(built, n, tables))])
        {
            GeneratedAt = built.GeneratedAt,
            RanAt = built.RanAt,
        };
    }

    public async Task<ModelDetail> ShowAsync(string id, Principal principal, CancellationToken cancellationToken)
    {
        var built = await builds.ReadAsync(cancellationToken);
        if (built is null || !built.Nodes.TryGetValue(id, out var node) || !Types.Contains(node.ResourceType))
            throw new ServerException(ProblemKind.NotFound, $"The last build of the dbt project has no model {id}.");
        return new ModelDetail(Model(built, node, await TablesAsync(principal, cancellationToken)), node.RawCode)
        {
            Compiled = node.CompiledCode,
            Columns = node.Columns,
            Tests = [.. built.TestsOf(id).OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => Test(built, t))],
            Up = [.. node.DependsOn.Select(built.Nodes.GetValueOrDefault).OfType<BuiltNode>().Select(Neighbour)],
            Down = [.. built.ChildrenOf(id).Where(n => !n.IsTest).Select(Neighbour)],
        };
    }

    /// <summary>Starts a build and answers its job while it runs.</summary>
    public async Task<JobAnswer> RunAsync(BuildCall call, Principal principal, CancellationToken cancellationToken)
    {
        var id = await runs.StartAsync(call.Verb ?? "build", call.Select, principal, "ui");
        return pages.Of(await jobs.FindAsync(id, cancellationToken) ?? throw new System.Diagnostics.UnreachableException(), principal);
    }

    async Task<IReadOnlyDictionary<string, KnownTable>> TablesAsync(Principal principal, CancellationToken cancellationToken)
    {
        var state = await watch.ReadAsync(CatalogAge, cancellationToken);
        return state.Tables.Where(t => catalog.May(principal, Permission.ReadRows, t)).DistinctBy(t => Key(t.Identifier)).ToDictionary(t => Key(t.Identifier), StringComparer.OrdinalIgnoreCase);
    }

    static string Key(TableIdentifier table) => table.ToString();

    static string Key(BuiltNode node) => $"{node.Schema}.{node.Relation}";

    static ModelAnswer Model(BuiltProject built, BuiltNode node, IReadOnlyDictionary<string, KnownTable> tables)
    {
        var table = node.HasRelation ? tables.GetValueOrDefault(Key(node)) : null;
        var result = built.Results.GetValueOrDefault(node.UniqueId);
        var tests = built.TestsOf(node.UniqueId).Select(t => built.Results.GetValueOrDefault(t.UniqueId)?.Status).ToList();
        return new ModelAnswer(node.UniqueId, node.Name, node.ResourceType, State(built, node, result, table, tables), node.Materialized, node.Path, new TestCounts(
            tests.Count, tests.Count(s => s == "pass"), tests.Count(s => s is "fail" or "error"), tests.Count(s => s == "warn")))
        {
            Description = node.Description.Length > 0 ? node.Description : null,
            Levels = table?.Identifier.Namespace.Levels,
            Table = table?.Identifier.Name,
            BuiltAt = table?.LastChange?.Timestamp,
            CheckedAt = table?.LastChange is { } change ? built.CheckedAfter(node.UniqueId, change.Timestamp) : null,
            Rows = table?.Rows?.Rows,
            RowsBound = BoundWord.Of(table?.Rows),
            Seconds = result?.Seconds,
            Status = result?.Status,
            Message = result?.Message,
            Tags = node.Tags,
        };
    }

    static string State(BuiltProject built, BuiltNode node, BuiltResult? result, KnownTable? table, IReadOnlyDictionary<string, KnownTable> tables)
    {
        if (result?.Status is "error" or "partial success") return "failed";
        if (!node.HasRelation) return "fresh";
        if (table is null) return "neverBuilt";
        // A view reads what is there; it cannot fall behind.
        if (table.LastChange?.Timestamp is not { } seen) return "fresh";
        // A build has seen what was there when it began, also one that found nothing new and so changed nothing.
        if (built.Built.TryGetValue(node.UniqueId, out var last) && last.Completed >= seen) seen = last.Started;
        return Feeding(built, node).Any(up => tables.GetValueOrDefault(Key(up))?.LastChange?.Timestamp > seen) ? "stale" : "fresh";
    }

    /// <summary>The tables that its rows come from, through views and models without a table.</summary>
    static IEnumerable<BuiltNode> Feeding(BuiltProject built, BuiltNode node) => node.DependsOn.Select(built.Nodes.GetValueOrDefault).OfType<BuiltNode>()
        .SelectMany(up => up.HasRelation && up.Materialized != "view" ? [up] : Feeding(built, up));

    static TestAnswer Test(BuiltProject built, BuiltNode test)
    {
        var result = built.Results.GetValueOrDefault(test.UniqueId);
        return new TestAnswer(test.UniqueId, test.Test ?? test.Name, test.Column, result?.Status, result?.Message, result?.Failures, test.CompiledCode);
    }

    static ModelNeighbour Neighbour(BuiltNode node) =>
        new(node.UniqueId, node.ResourceType == "source" ? $"{node.Schema}.{node.Relation}" : node.Name, node.ResourceType, node.HasRelation ? node.Schema : null, node.HasRelation ? node.Relation : null);
}
