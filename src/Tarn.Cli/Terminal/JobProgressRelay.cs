using Tarn.Engine.Sessions;
using Tarn.Operate.Jobs;

namespace Tarn.Cli.Terminal;

/// <summary>Hands the progress of work on to its job's record and to the terminal.</summary>
sealed class JobProgressRelay(JobContext job, IProgress<WorkProgress> display) : IProgress<WorkProgress>
{
    string? phase;

    public void Report(WorkProgress value)
    {
        if (phase != value.Phase) job.BeginPhase(phase = value.Phase);
        job.Report(new JobProgress(value.Rows, value.Bytes, value.Fraction, value.TotalRows));
        display.Report(value);
    }
}
