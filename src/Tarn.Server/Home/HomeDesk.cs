using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Builds;
using Tarn.Server.Catalog;
using Tarn.Server.Jobs;
using Tarn.Server.Syncs;

namespace Tarn.Server.Home;

/// <summary>Gathers the facts of the first page, each from where it is true, and has them weighed.</summary>
sealed class HomeDesk(
    CatalogWatch watch, CatalogPages catalog, ProjectBuilds builds, ProjectSources sources, JobRunner jobs, JobWindow window, JobPages pages, IAuthorizer authorizer, TimeProvider time)
{
    /// <summary>The page may show names that are this old; a commit is told by an event.</summary>
    static readonly TimeSpan CatalogAge = TimeSpan.FromSeconds(5);

    /// <summary>How far back jobs are counted.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(24);

    /// <summary>More jobs than this in a day are a sample of the newest.</summary>
    public const int MostJobs = 50_000;

    public async Task<HomeAnswer> AnswerAsync(Principal principal, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await watch.ReadAsync(CatalogAge, cancellationToken);
        var seesAll = pages.MaySeeAll(principal);
        await jobs.FlushAsync(cancellationToken);
        var spans = await window.ReadAsync(cancellationToken);
        var facts = new HomeFacts
        {
            Now = now,
            Span = window.Length,
            Tables = [.. state.Tables.Where(t => catalog.May(principal, Permission.ReadRows, t))],
            Builds = await builds.ReadAsync(cancellationToken),
            HasDbt = builds.HasProject,
            Sources = sources.Read(),
            Jobs = seesAll ? spans : [.. spans.Where(j => j.Principal == principal.Name)],
            MayRun = authorizer.Decide(principal, Permission.RunPipelines, SecuredObject.Everything) is Decision.Allowed,
        };
        var failed = new Dictionary<JobId, Job>();
        foreach (var span in HomeAttention.Failed(facts.Jobs))
            if (await jobs.FindAsync(span.Id, cancellationToken) is { } job) failed[span.Id] = job;
        return HomeWeighing.Weigh(facts, failed);
    }
}
