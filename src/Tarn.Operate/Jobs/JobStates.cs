namespace Tarn.Operate.Jobs;

/// <summary>Questions about states.</summary>
public static class JobStates
{
    public static bool IsFinished(this JobState state) => state is not (JobState.Queued or JobState.Running);
}
