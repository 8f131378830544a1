using Tarn.Operate.Jobs;
using Tarn.Server.Problems;

namespace Tarn.Server.Jobs;

/// <summary>Errors in job records, under the kinds of the API.</summary>
public static class JobProblems
{
    /// <summary>How a job runner whose jobs this server shows should describe failures: by the problem's kind and words.</summary>
    public static JobError Describe(Exception error)
    {
        var problem = ProblemMapper.Of(error);
        return new JobError(ProblemTraits.Of(problem.Kind).Name, problem.Detail);
    }

    /// <summary>Records of other programs may carry kinds that the API does not know: those are the engine's.</summary>
    internal static Problem Of(Job job, JobError error)
    {
        var kind = job.State == JobState.Cancelled ? ProblemKind.Cancelled : ProblemTraits.KindNamed(error.Kind) ?? ProblemKind.Engine;
        return new Problem(kind, error.Message) { Job = job.Id.ToString() };
    }
}
