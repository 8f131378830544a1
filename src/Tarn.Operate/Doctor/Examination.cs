using System.Runtime.CompilerServices;

namespace Tarn.Operate.Doctor;

/// <summary>Runs checks one after the other, so that one that breaks does not hide the rest.</summary>
public sealed class Examination(IReadOnlyList<ICheck> checks)
{
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in checks)
            foreach (var finding in await RunAsync(check, cancellationToken).ConfigureAwait(false))
                yield return finding;
    }

    static async Task<IReadOnlyList<Finding>> RunAsync(ICheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [new Finding(check.Id, CheckState.Fail, $"could not be checked: {e.Message}", "Mend what the message names, then run the doctor again.")];
        }
    }
}
