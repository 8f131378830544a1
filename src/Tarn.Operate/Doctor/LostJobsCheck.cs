using Tarn.Operate.Jobs;

namespace Tarn.Operate.Doctor;

/// <summary>Are there jobs whose process is gone?</summary>
public sealed class LostJobsCheck(LostJobs lost) : ICheck
{
    public string Id => "lost-jobs";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var jobs = await lost.FindAsync(cancellationToken).ConfigureAwait(false);
        return jobs.Count == 0
            ? [new Finding(Id, CheckState.Ok, "every unfinished job has a living process", null)]
            : [new Finding(Id, CheckState.Warn, $"{jobs.Count} jobs ended with their process", "What they had committed stays. Run them again; the next `tarn up` marks them as lost.")
            {
                Details = [.. jobs.Select(job => $"{job.Id} {job.Kind}: {job.Title.ReplaceLineEndings(" ")}")],
            }];
    }
}
