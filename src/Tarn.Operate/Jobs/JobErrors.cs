using Tarn.Project;
using Tarn.Security;

namespace Tarn.Operate.Jobs;

/// <summary>Turns exceptions into the errors of job records.</summary>
public static class JobErrors
{
    /// <summary>Longer messages are cut: a job's record is a row in a list.</summary>
    const int LongestMessage = 8_000;

    /// <summary>The kind of an exception of ours in snake case, or the type's name.</summary>
    public static JobError Of(Exception exception) => new(KindOf(exception), Cut(exception.Message));

    static string KindOf(Exception exception) => exception switch
    {
        ProjectException project => $"project.{project.Kind}",
        AccessException access => $"access.{access.Kind}",
        OperateException operate => $"operate.{operate.Kind}",
        OperationCanceledException => "cancelled",
        TimeoutException => "timeout",
        _ => exception.GetType().Name.Replace("Exception", "", StringComparison.Ordinal),
    };

    static string Cut(string message) => message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "…");
}
