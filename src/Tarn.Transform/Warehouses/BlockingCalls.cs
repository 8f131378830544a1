using System.Runtime.ExceptionServices;

namespace Tarn.Transform.Warehouses;

/// <summary>Runs asynchronous work from template code, which is synchronous: the caller's own thread waits, work runs on the pool.</summary>
internal static class BlockingCalls
{
    public static T Run<T>(Func<Task<T>> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        async Task Complete()
        {
            try
            {
                result = await work().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Carried to the waiting thread and thrown there.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
            finally
            {
                done.Set();
            }
        }

        _ = Task.Run(Complete);
        done.Wait();
        failure?.Throw();
        return result;
    }
}
