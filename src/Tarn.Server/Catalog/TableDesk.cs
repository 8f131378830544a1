using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Builds;
using Tarn.Server.Docs;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;
using Tarn.Server.Queries;
using Tarn.Server.Syncs;

namespace Tarn.Server.Catalog;

/// <summary>Answers what the catalog and table pages ask, for one principal at a time.</summary>
sealed class TableDesk(
    CatalogWatch watch, CatalogPages pages, ProjectBuilds builds, ProjectSources sources, QueryFiles queries, DocShelf docs, JobBoard jobs, TableDiff diff, IObjectStore store, IAuthorizer authorizer, TimeProvider time)
{
    /// <summary>Between the levels of a namespace in a path, as in Iceberg's REST catalog.</summary>
    const char LevelSeparator = '\u001f';

    /// <summary>Searching tolerates names this old, showing does not.</summary>
    static readonly TimeSpan SearchAge = TimeSpan.FromSeconds(5);

    /// <summary>Shorter words are in nearly every statement.</summary>
    const int FewestLetters = 3;

    const int MostJobs = 4;

    readonly CatalogSearch _search = new(pages);

    public static TableIdentifier Identify(string ns, string table) => new(new Namespace([.. ns.Split(LevelSeparator)]), table);

    public async Task<CatalogAnswer> TreeAsync(Principal principal, CancellationToken cancellationToken) =>
        pages.Tree(await watch.ReadAsync(TimeSpan.Zero, cancellationToken), await builds.ReadAsync(cancellationToken), principal);

    public async Task<FindAnswer> FindAsync(string words, int limit, Principal principal, CancellationToken cancellationToken) =>
        _search.Find(await watch.ReadAsync(SearchAge, cancellationToken), principal, words, limit, await OthersAsync(words.Trim(), principal, cancellationToken));

    /// <summary>What else has a page: syncs, models, the documentation, jobs that the principal may see, and for who may read rows the saved queries.</summary>
    async Task<IEnumerable<FoundItem>> OthersAsync(string words, Principal principal, CancellationToken cancellationToken)
    {
        var found = sources.Read().Connections.Select(c => new FoundItem("sync", c.Name) { Href = $"/syncs/{Uri.EscapeDataString(c.Name)}" }).ToList();
        if (await builds.ReadAsync(cancellationToken) is { } built)
            found.AddRange(built.Nodes.Values.Where(n => n.ResourceType is "model" or "seed").Select(n => new FoundItem("model", n.Name) { Href = $"/models/{Uri.EscapeDataString(n.UniqueId)}" }));
        if (authorizer.Decide(principal, Permission.ReadRows, SecuredObject.Everything) is Decision.Allowed)
            found.AddRange(queries.Names().Select(name => new FoundItem("query", name) { Href = $"/sql?file={Uri.EscapeDataString(name)}" }));
        found.AddRange(docs.Items());
        if (words.Length >= FewestLetters && authorizer.Decide(principal, Permission.UseJobs, SecuredObject.Everything) is Decision.Allowed)
            found.AddRange((await jobs.FindAsync(words, MostJobs, principal, cancellationToken)).Select(job => new FoundItem("job", OneLine(job.Title)) { Href = $"/jobs/{job.Id}" }));
        return found;
    }

    static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public async Task<TableAnswer> DetailAsync(TableIdentifier table, Principal principal, CancellationToken cancellationToken)
    {
        var known = await watch.FindAsync(table, cancellationToken);
        var answer = known is null ? null : pages.Detail(known, await builds.ReadAsync(cancellationToken), sources.Read(), time.GetUtcNow(), principal);
        return answer ?? throw Missing(table);
    }

    public async Task<TimelineAnswer> SnapshotsAsync(TableIdentifier table, long? before, int limit, Principal principal, CancellationToken cancellationToken) =>
        SnapshotTimeline.Of(Metadata(await ReadableAsync(table, principal, cancellationToken)), time.GetUtcNow(), before, limit);

    public async Task<FilesAnswer> FilesAsync(TableIdentifier table, long? snapshot, Principal principal, CancellationToken cancellationToken) =>
        await TableFiles.OfAsync(Metadata(await ReadableAsync(table, principal, cancellationToken)), store, snapshot, cancellationToken);

    public async Task<DiffAnswer> DiffAsync(TableIdentifier table, DiffCall call, Principal principal, CancellationToken cancellationToken)
    {
        var known = await ReadableAsync(table, principal, cancellationToken);
        _ = Metadata(known);
        var built = await builds.ReadAsync(cancellationToken);
        var key = TableKey.Of(known, ProjectBuilds.NodeOf(built, table), built, sources.Read());
        return await diff.CompareAsync(known, call, key, cancellationToken);
    }

    /// <summary>A table whose rows the principal may read; one that may not even be seen is not there.</summary>
    async Task<KnownTable> ReadableAsync(TableIdentifier table, Principal principal, CancellationToken cancellationToken)
    {
        var known = await watch.FindAsync(table, cancellationToken);
        if (known is null || !pages.May(principal, Permission.BrowseCatalog, known)) throw Missing(table);
        if (authorizer.Decide(principal, Permission.ReadRows, known.Secured) is Decision.Denied denied) throw new ServerException(ProblemKind.Forbidden, denied.Reason);
        return known;
    }

    static TableMetadata Metadata(KnownTable table) =>
        table.Metadata ?? throw new ServerException(ProblemKind.Unsupported, $"{table.Identifier} is a view: only tables have snapshots and files.");

    static ServerException Missing(TableIdentifier table) =>
        new(new Problem(ProblemKind.NotFound, $"There is no table or view {table}.") { Cause = new ProblemCause(table.ToString()) });
}
